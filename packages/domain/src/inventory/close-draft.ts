import { addRowHash } from './digest.ts'
import type { Draft } from './draft.ts'
import { changedPendings } from './queue.ts'
import { gameOf } from './rows.ts'
import type { Changes } from './state.ts'

export function closeDraft(draft: Draft): Changes {
  settleSums(draft)
  const { state, nextOffset, logTimeMs, federation, journal, deadLetters, digests, stop } = draft
  return {
    partition: { partition: state.partition.partition, nextOffset, logTimeMs, federation },
    games: [...draft.games.values()],
    holds: Array.from(draft.holds.values(), hold => hold.now),
    buyers: [...draft.buyers.values()],
    pendings: changedPendings(draft),
    journal, deadLetters, digests, stop,
  }
}

/** Bring every game's sum of row hashes up to its holds of now. */
export function settleSums(draft: Draft): void {
  const { sha256 } = draft.tools
  for (const hold of draft.holds.values()) {
    if (hold.now === hold.summed) continue
    const game = gameOf(draft, hold.now.game)
    if (hold.summed !== undefined) game.holdsSum = addRowHash(game.holdsSum, hold.summed, -1, sha256)
    game.holdsSum = addRowHash(game.holdsSum, hold.now, 1, sha256)
    hold.summed = hold.now
  }
}
