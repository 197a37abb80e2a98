import { applyAnnouncement } from './apply-announcement.ts'
import { applyDigest, applyFederation, applyList, stopOf } from './apply-control.ts'
import { applyRelease, applyRequest, applySale } from './apply-hold.ts'
import { logTimeAfter } from './clock.ts'
import { closeDraft } from './close-draft.ts'
import type { Draft } from './draft.ts'
import { openDraft } from './draft.ts'
import { endDueHolds, returnDuePendings } from './ends.ts'
import type { LogEntry, Said } from './entry.ts'
import { judge } from './judge.ts'
import type { Changes, FoldState, FoldTools } from './state.ts'

/**
 * Apply records of one partition, in log order, to the rows they touch. Pure: every site that folds the same bytes
 * from the same state gets the same changes, however the log is cut into batches.
 *
 * @param state the rows that {@link touches} names; it stays as it was
 * @param entries ascending offsets, from `state.partition.nextOffset` on; gaps are allowed
 * @returns the new rows; where `stop` is set, only those of the records before it
 * @throws Error when entries go back, or when a row that was needed is missing
 */
export function foldBatch(state: FoldState, entries: readonly LogEntry[], tools: FoldTools): Changes {
  const draft = openDraft(state, entries, tools)
  for (const entry of entries) {
    if (entry.offset < draft.nextOffset) throw new Error(`offset ${entry.offset} was folded before`)
    foldEntry(draft, entry)
    if (draft.stop !== null) break
  }
  return closeDraft(draft)
}

/** First the clock, then what the clock ends, then the record itself. */
function foldEntry(draft: Draft, entry: LogEntry): void {
  const reason = judge(entry, { partition: draft.state.partition.partition, federation: draft.federation }, draft.tools)
  if (reason === null) {
    draft.stop = stopOf(draft, entry)
    if (draft.stop !== null) return
  }
  draft.offset = entry.offset
  draft.step = 0
  draft.nextOffset = entry.offset + 1
  const stepMaxMs = draft.federation?.settings.clockStepMaxMs ?? null
  draft.logTimeMs = logTimeAfter(draft.logTimeMs, entry, reason === null, stepMaxMs)
  endDueHolds(draft)
  returnDuePendings(draft)
  if (reason === null) applySaid(draft, entry.said)
  else draft.deadLetters.push({ offset: entry.offset, reason })
}

function applySaid(draft: Draft, said: Said): void {
  if (said.kind === 'federation-published') return applyFederation(draft, said)
  const { federation } = draft
  if (federation === null) return
  switch (said.kind) {
    case 'hold-requested':
      return applyRequest(draft, federation, said)
    case 'sale-requested':
      return applySale(draft, said)
    case 'release-requested':
      return applyRelease(draft, said)
    case 'announced':
      return applyAnnouncement(draft, said)
    case 'list-published':
      return applyList(draft, said)
    case 'digest-stated':
      return applyDigest(draft)
    case 'ticked':
    case 'empty':
    case 'malformed':
      return
    default:
      return said satisfies never
  }
}
