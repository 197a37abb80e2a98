import type { FederationSettings } from '../inventory/federation.ts'
import type { Hold } from '../inventory/hold.ts'
import type { BasketLine } from '../reservation/basket.ts'
import type { PlaceHoldsCommand } from '../usecases/place-holds.ts'
import type { LittleLog, LittleSite } from './little-site.ts'
import { littleLog, littleSite, say } from './little-site.ts'
import type { Guard, LittleStore } from './little-store.ts'
import { littleStore } from './little-store.ts'
import { federationOf, listed, opening } from './world.ts'

export type Selling = {
  readonly log: LittleLog
  readonly store: LittleStore
  readonly site: LittleSite
  /** Another process of the same site. */
  readonly process: (guard?: Guard) => LittleSite
  readonly holds: () => Hold[]
}

/**
 * A site that sells games 1 and 2, eight seats of category 1 and three of category 2 each, six tickets a buyer and
 * game; it has folded all there is. Holds live 100 ms.
 */
export async function selling(settings: Partial<FederationSettings> = {}): Promise<Selling> {
  const log = littleLog()
  const store = littleStore()
  const federation = federationOf(1, settings)
  const process = (guard?: Guard) => ({
    ...littleSite(log, store, federation, guard === undefined ? {} : { guard }), calendar: () => beforeKickOff,
  })
  const site = process()
  for (const said of [opening(), ...[1, 2].map(number => listed(1, { 1: 8, 2: 3 }, { number }))]) say(log, said)
  await site.consume()
  return { log, store, site, process, holds: () => [...store.whole.holds.values()] }
}

/** Games of the test world kick off at 0. */
const beforeKickOff = -1

export const line = (game: number, category: number, quantity: number): BasketLine => ({ game, category, quantity })

export const wants = (lines: readonly BasketLine[], changed: Partial<PlaceHoldsCommand> = {}): PlaceHoldsCommand => ({
  lines,
  contact: { email: 'ana@example.com', name: 'Ana', country: 'BR' },
  session: null,
  key: null,
  bodyHash: JSON.stringify(lines),
  ...changed,
})
