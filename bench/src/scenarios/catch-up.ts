import { checkSite } from '../invariants/check-site.ts'
import { perSecondAtLeast } from '../measure/budgets.ts'
import type { Round } from '../measure/rounds.ts'
import { rowOf } from '../measure/rounds.ts'
import type { Scenario } from '../scenario.ts'
import { appendTo } from '../site/bench-log.ts'
import { createSite } from '../site/bench-site.ts'
import { catchUpRound } from '../site/catch-up-round.ts'
import { salesOf, take } from '../workload/sales.ts'

const scenario = 'catch-up'

/** A new site reads all that was sold before it came; each round another one, on the same log. */
export const catchUp: Scenario = {
  name: scenario,
  about: 'a fresh site folds a backlog from the log into its Postgres',
  run: async bench => {
    const { size, storePids, progress } = bench
    progress.step(`${scenario}: writing a log of ${size.backlog} sales`)
    const log = await bench.createLog('catch_up_log')
    const backlog = take(salesOf(scenario), size.backlog)
    await appendTo(log, backlog)
    const granted = backlog.filter(({ kind }) => kind === 'hold-requested').length
    const rounds: Round[] = []
    const broken: string[] = []
    for (let at = 1; at <= size.rounds; at++) {
      const site = await createSite(bench, log, `catch_up_site_${at}`)
      progress.step(`${scenario}, round ${at} of ${size.rounds}`)
      rounds.push(await catchUpRound(site, storePids, progress.part))
      progress.step(`${scenario}: checking what it left`)
      const faults = await checkSite(site, { granted, mayRefuse: false })
      broken.push(...faults.map(fault => `${scenario}, round ${at}: ${fault}`))
    }
    const subject = { scenario, what: `catch-up of ${size.backlog.toLocaleString('en-US')} entries`, unit: 'entries' }
    return { rows: [rowOf(subject, rounds, { budgets: [perSecondAtLeast(30_000)] })], broken }
  },
}
