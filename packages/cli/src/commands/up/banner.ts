import type { MasterList } from '@matchday/domain/game/master-list'
import { utcText } from '@matchday/domain/game/utc-time'
import { plural } from '../../output.ts'
import type { SiteChild } from './site-child.ts'

type Surroundings = { readonly todayMs: number; readonly dataDir: string; readonly logPlace: string | null }

/** What a person reads first: where the sites are, what day it is there, and what to try. */
export function banner(
  list: MasterList,
  children: readonly SiteChild[],
  { todayMs, dataDir, logPlace }: Surroundings,
): string {
  const urls = children.map(({ url }) => url)
  const [first = '', second = first] = urls
  const basket = '{"items":[{"game":1,"category":1,"quantity":2}],"buyer":{"email":"ana@example.com","name":"Ana"}}'
  const log = logPlace === null ? 'one log' : `one log:\n${logPlace}`
  return `
Matchday sells ${list.tournament.name}: ${plural(list.games.length, 'game')} on ${plural(urls.length, 'site')}, ${log}.

${children.map(({ site, url }) => `  ${url}   ${site}`).join('\n')}

The tournament's calendar starts on ${utcText(todayMs).slice(0, 10)} (--today sets another day).
Data is kept in ${dataDir} (--fresh begins anew). Ctrl-C stops everything.

Try:
  curl ${first}/api/v1/games?team=Brazil
  curl -X POST ${first}/api/v1/reservations -H 'Content-Type: application/json' \\
    -d '${basket}'
  curl ${second}/api/v1/games/1/availability
  open ${first}/docs
`
}
