import type { AbandonPorts } from '@matchday/domain/usecases/abandon-unheard'
import { abandonUnheard } from '@matchday/domain/usecases/abandon-unheard'
import type { GiveBackAttempts, GiveBackPorts } from '@matchday/domain/usecases/give-back'
import { giveBack } from '@matchday/domain/usecases/give-back'
import type { TickPorts } from '@matchday/domain/usecases/tick'
import { noTickPlan, tickIfLate } from '@matchday/domain/usecases/tick'
import type { Chance } from '@matchday/domain/ports/chance'
import { repeat } from './repeat.ts'
import type { Reports } from './reports.ts'
import type { Bell, Pause } from './time.ts'
import { createBell } from './time.ts'

/** How soon a round of give-backs follows one that left some, and how often to look for what a process before left. */
const giveBackSoonMs = 250
const giveBackLookMs = 10_000
const abandonSoonMs = 100
const abandonLookMs = 10_000

// An outage is not reported here: the sales loops notice the same one within a poll.

type LoopParts = { readonly chance: Chance; readonly pause: Pause; readonly reports: Reports }

/** Tick one partition when a due hold is late, until `signal` aborts. */
export async function tickLateHolds(
  parts: TickPorts & LoopParts,
  partition: number,
  signal: AbortSignal,
): Promise<void> {
  let plan = noTickPlan
  const step = async (): Promise<number> => {
    const looked = await tickIfLate(parts, partition, plan)
    plan = looked.plan
    return looked.againInMs
  }
  await repeat(step, { bell: createBell(parts.pause), chance: parts.chance, signal })
}

/** Release what this site's limit per tournament does not allow, whenever `bell` rings, until `signal` aborts. */
export async function giveBackHolds(parts: GiveBackPorts & LoopParts, bell: Bell, signal: AbortSignal): Promise<void> {
  let attempts: GiveBackAttempts = new Map()
  const step = async (): Promise<number> => {
    bell.reset()
    const round = await giveBack(parts, attempts)
    attempts = round.attempts
    if (round.appended > 0) parts.reports.gaveBack(round.appended)
    return round.pending > 0 ? giveBackSoonMs : giveBackLookMs
  }
  await repeat(step, { bell, chance: parts.chance, signal })
}

/** Mark reservations whose requests never reached the log, until `signal` aborts. */
export async function abandonUnheardReservations(parts: AbandonPorts & LoopParts, signal: AbortSignal): Promise<void> {
  const step = async (): Promise<number> => {
    const round = await abandonUnheard(parts)
    if (round === 'timeout') return abandonLookMs
    if (round.abandoned > 0) parts.reports.abandoned(round.abandoned)
    return round.more ? abandonSoonMs : abandonLookMs
  }
  await repeat(step, { bell: createBell(parts.pause), chance: parts.chance, signal })
}
