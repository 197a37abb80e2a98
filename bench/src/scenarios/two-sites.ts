import { setTimeout as pause } from 'node:timers/promises'
import { openSite } from '@matchday/adapters/postgres/open-site'
import type { HoldRequested } from '@matchday/domain/inventory/entry'
import { refOf } from '@matchday/domain/inventory/entry'
import type { Decisions } from '@matchday/domain/ports/decisions'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { checkSite } from '../invariants/check-site.ts'
import { p50AtMost, p99AtMost } from '../measure/budgets.ts'
import type { Round } from '../measure/rounds.ts'
import { rowOf } from '../measure/rounds.ts'
import { percentile } from '../measure/statistics.ts'
import type { Scenario } from '../scenario.ts'
import { withLog } from '../site/bench-log.ts'
import { createSite, startSite } from '../site/bench-site.ts'
import { untilCaughtUp } from '../site/caught-up.ts'
import { otherSite } from '../workload/federation.ts'
import { salesOf } from '../workload/sales.ts'

const scenario = 'two-sites'

/** Another hold this often, in milliseconds: a steady sale, not a rush. */
const everyMs = 10
/** No hold takes that long to be heard of; one that does is broken. */
const heardWithinMs = 5_000

/** How long it takes from one site's append until another site's copy, in its database, has what was decided. */
export const twoSites: Scenario = {
  name: scenario,
  about: "from one site's append to another site's changed copy",
  run: async ({ size, postgres, createLog, progress }) => {
    const log = await createLog('two_sites_log')
    const site = await createSite({ postgres }, log, 'two_sites', otherSite)
    const server = await startSite(site)
    const copy = openSite(site.databaseUrl, Date.now)
    const rounds: Round[] = []
    let granted = 0
    try {
      await untilCaughtUp(site, { withinMs: 30_000 })
      await withLog(log, async salesLog => {
        for (let at = 1; at <= size.rounds; at++) {
          progress.step(`${scenario}, round ${at} of ${size.rounds}`)
          const tookMs = await sell(salesLog, copy.decisions, requestsOf(`${scenario} ${at}`), size.measureMs)
          granted += tookMs.length
          rounds.push(roundOf(tookMs, size.measureMs))
        }
      })
    } finally {
      await Promise.all([copy.close(), server.stop()])
    }
    progress.step(`${scenario}: checking what it left`)
    const broken = await checkSite(site, { granted, mayRefuse: false })
    const subject = { scenario, what: 'append to changed copy', unit: 'holds' }
    return {
      rows: [rowOf(subject, rounds, { budgets: [p50AtMost(25), p99AtMost(100)] })],
      broken: broken.map(line => `${scenario}: ${line}`),
    }
  },
}

function* requestsOf(seed: string): Generator<HoldRequested, never> {
  for (const sale of salesOf(seed)) if (sale.kind === 'hold-requested') yield sale
  throw new Error('sales end')
}

/** Requests holds at a steady pace, however long each takes, and waits for all. @returns what each took, in ms */
async function sell(
  salesLog: SalesLog,
  decisions: Decisions,
  requests: Generator<HoldRequested, never>,
  forMs: number,
): Promise<number[]> {
  const one = async (request: HoldRequested): Promise<number> => {
    const startedMs = performance.now()
    const position = await salesLog.append(request)
    const decided = await decisions.after([position], [refOf(request)], heardWithinMs)
    if (decided === 'timeout') throw new Error(`a hold was not heard of within ${heardWithinMs} ms`)
    return performance.now() - startedMs
  }
  const asked: Promise<number>[] = []
  for (let left = Math.ceil(forMs / everyMs); left > 0; left--) {
    asked.push(one(requests.next().value))
    await pause(everyMs)
  }
  return Promise.all(asked)
}

function roundOf(tookMs: readonly number[], forMs: number): Round {
  const ascending = tookMs.toSorted((a, b) => a - b)
  const [p50Ms, p99Ms] = [percentile(ascending, 0.5), percentile(ascending, 0.99)]
  return { perSecond: tookMs.length / (forMs / 1_000), p50Ms, p99Ms, cpu: null }
}
