import type { ToldGame } from '@matchday/domain/ports/master-list-feed'
import type { Unavailable } from '@matchday/domain/ports/unavailable'
import type { TakenFeed } from '@matchday/domain/usecases/take-feed'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { Counter } from 'prom-client'
import type { Reports } from './reports.ts'

/** What the loop of the master-list topic has to tell operators. */
export type FeedReports = {
  readonly taken: (partition: number, taken: TakenFeed) => void
  readonly told: (games: readonly ToldGame[]) => void
  /** `federation.json` does not say what games are sold on: told once. */
  readonly noTerms: () => void
  readonly unavailable: (error: Unavailable) => void
  readonly available: () => void
}

/** The most messages that get a line each; the rest are counted in one more. */
const linesMax = 10

const part = 'master-list-feed'

export function createFeedReports(
  log: Logger,
  registry: Registry,
  { unavailable, available }: Pick<Reports, 'unavailable' | 'available'>,
): FeedReports {
  const registers = [registry]
  const deadLetters = new Counter({
    name: 'matchday_consumer_feed_dead_letters_total',
    help: 'Messages of the master-list topic that were not taken, by reason.',
    labelNames: ['reason'],
    registers,
  })
  const opened = new Counter({
    name: 'matchday_consumer_games_opened_total',
    help: 'Games that were opened because the master-list topic listed them.',
    registers,
  })
  const told = new Counter({
    name: 'matchday_consumer_games_told_total',
    help: 'Changed games that others were told of in the master-list topic.',
    registers,
  })
  let hasSaidNoTerms = false
  return {
    taken: (partition, taken) => {
      if (taken.kind === 'undecided') log.warn({ games: taken.games }, 'the log has not opened games in time; waiting')
      if (taken.kind !== 'taken') return
      const applied = taken.opened.filter(({ kind }) => kind === 'applied').map(({ game }) => game)
      if (applied.length > 0) log.info({ games: applied }, 'opened games that the master-list topic listed')
      opened.inc(applied.length)
      for (const one of taken.opened) if (one.kind === 'refused') log.warn(one, 'the log did not let a game open')
      if (taken.aside.length > 0) {
        log.warn({ games: taken.aside }, 'the topic lists games otherwise than they are sold: `masterlist pending`')
      }
      for (const { reason } of taken.deadLetters) deadLetters.inc({ reason })
      for (const { offset, reason, detail } of taken.deadLetters.slice(0, linesMax)) {
        log.warn({ partition, offset, reason, detail }, 'a message of the master-list topic was not taken')
      }
      const more = taken.deadLetters.length - linesMax
      if (more > 0) log.warn({ partition, more }, 'more messages of the master-list topic were not taken')
    },
    told: games => {
      told.inc(games.length)
      if (games.length === 0) return
      log.info({ games: games.map(({ game }) => game) }, 'told others of changed games in the master-list topic')
    },
    noTerms: () => {
      if (!hasSaidNoTerms) log.warn('federation.json has no listTerms: games that the topic lists are not opened')
      hasSaidNoTerms = true
    },
    unavailable: error => unavailable(part, error),
    available: () => available(part),
  }
}
