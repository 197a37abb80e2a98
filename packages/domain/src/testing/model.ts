import type {
  Announced, HoldRequested, ListPublished, ReleaseRequested, Said, SaleRequested,
} from '../inventory/entry.ts'

/** What the federation of the model's world agreed on; its lists say the rest. */
export const terms = { quantityMax: 3, siteHeldMax: 5, announcedTtlMs: 300 }

export type ModelHold = {
  readonly asked: HoldRequested
  /** As the log names them, and of a refused one the reason. */
  state: string
  /** That stand. */
  seats: Set<number>
  endsAtMs: number
}

type Pending = { readonly game: number; readonly category: number; readonly atMs: number; seats: number }
type Offers = ReadonlyMap<number, { readonly capacity: number; readonly price: number }>
type List = { readonly version: number; readonly perBuyer: number; readonly holdMaxMs: number; readonly offers: Offers }

/** The rules of sale, counted by hand: a list of holds, a list of pendings, and everything else is a sum over them. */
export type Model = {
  nowMs: number
  readonly lists: Map<number, List>
  readonly holds: Map<string, ModelHold>
  pendings: Pending[]
  /** Seats announced as sold, by `game/category`. */
  readonly announced: Map<string, number>
  /** Everything said so far. */
  readonly history: Said[]
}

export const emptyModel = (): Model => ({
  nowMs: 0, lists: new Map(), holds: new Map(), pendings: [], announced: new Map(), history: [],
})

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export const offerOf = (model: Model, game: number, category: number) => model.lists.get(game)?.offers.get(category)

/** Seats that stand, in holds of one state. */
export function seatsOf(model: Model, state: 'held' | 'sold', isMeant: (asked: HoldRequested) => boolean): number {
  const meant = [...model.holds.values()].filter(hold => hold.state === state && isMeant(hold.asked))
  return sum(meant.map(hold => hold.seats.size))
}

export const pendingOf = (model: Model, game: number, category: number): number =>
  sum(model.pendings.filter(one => one.game === game && one.category === category).map(({ seats }) => seats))

export const announcedOf = (model: Model, game: number, category: number): number =>
  model.announced.get(`${game}/${category}`) ?? 0

const takenOf = (model: Model, game: number, category: number): number => {
  const isHere = (asked: HoldRequested) => asked.game === game && asked.category === category
  const bought = seatsOf(model, 'held', isHere) + seatsOf(model, 'sold', isHere)
  return bought + announcedOf(model, game, category) + pendingOf(model, game, category)
}

export const freeOf = (model: Model, game: number, category: number): number =>
  (offerOf(model, game, category)?.capacity ?? 0) - takenOf(model, game, category)

/** Seats sold that there are not, over all games on sale. */
const missingSeats = (model: Model): number =>
  sum([...model.lists].flatMap(([game, { offers }]) =>
    [...offers.keys()].map(category => Math.max(0, -freeOf(model, game, category))),
  ))

/** Hear one record at a time. @returns seats by which it oversold */
export function hear(model: Model, said: Said, atMs: number): number {
  model.history.push(said)
  model.nowMs = Math.max(model.nowMs, atMs)
  for (const hold of model.holds.values()) {
    if (hold.state === 'held' && hold.endsAtMs <= model.nowMs) hold.state = 'expired'
  }
  model.pendings = model.pendings.filter(({ atMs: since }) => since + terms.announcedTtlMs > model.nowMs)
  const before = missingSeats(model)
  if (said.kind === 'hold-requested') ask(model, said)
  if (said.kind === 'sale-requested') sell(model.holds.get(nameOf(said)), said)
  if (said.kind === 'release-requested') release(model.holds.get(nameOf(said)), said)
  if (said.kind === 'announced') announce(model, said)
  if (said.kind === 'list-published') list(model, said)
  return Math.max(0, missingSeats(model) - before)
}

export const nameOf = (said: HoldRequested | SaleRequested | ReleaseRequested): string =>
  `${said.game}|${said.site}|${said.hold}`

function ask(model: Model, said: HoldRequested): void {
  if (model.holds.has(nameOf(said))) return
  const { game, category, quantity } = said
  const onSale = model.lists.get(game)
  const offer = offerOf(model, game, category)
  const isMine = (asked: HoldRequested) => asked.game === game && asked.buyer === said.buyer
  const has = seatsOf(model, 'held', isMine) + seatsOf(model, 'sold', isMine)
  const isOurs = (asked: HoldRequested) =>
    asked.game === game && asked.category === category && asked.site === said.site
  const reasons: [string, () => boolean][] = [
    ['not-on-sale', () => onSale === undefined],
    ['unknown-category', () => offer === undefined],
    ['price-changed', () => said.price !== offer?.price],
    ['bad-quantity', () => quantity < 1 || quantity > terms.quantityMax],
    ['over-limit', () => has + quantity > (onSale?.perBuyer ?? 0)],
    ['site-over-share', () => seatsOf(model, 'held', isOurs) + quantity > terms.siteHeldMax],
    ['sold-out', () => freeOf(model, game, category) < quantity],
  ]
  const refusal = reasons.find(([, applies]) => applies())
  const seats = new Set(Array.from({ length: refusal === undefined ? quantity : 0 }, (_, index) => index + 1))
  const livesMs = Math.min(said.ttlMs ?? Infinity, onSale?.holdMaxMs ?? 0)
  const state = refusal === undefined ? 'held' : `refused: ${refusal[0]}`
  model.holds.set(nameOf(said), { asked: said, state, seats, endsAtMs: model.nowMs + livesMs })
}

function sell(hold: ModelHold | undefined, said: SaleRequested): void {
  if (hold?.state !== 'held') return
  const { category, quantity, price } = hold.asked
  if (said.category === category && said.quantity === quantity && said.price === price) hold.state = 'sold'
}

function release(hold: ModelHold | undefined, { category, quantity, reason, seats }: ReleaseRequested): void {
  if (hold === undefined || category !== hold.asked.category || !['released', 'refunded'].includes(reason)) return
  const all = Array.from({ length: hold.asked.quantity }, (_, index) => index + 1)
  const named = seats ?? all
  const fits = named.length === quantity && named.every((seat, at) => all.includes(seat) && named.indexOf(seat) === at)
  if (!fits) return
  if (hold.state === 'held' && named.length === all.length) hold.state = reason
  if (hold.state !== 'sold' || reason !== 'refunded') return
  for (const seat of named) hold.seats.delete(seat)
  if (hold.seats.size === 0) hold.state = 'refunded'
}

function announce(model: Model, { game, action, lines }: Announced): void {
  for (const { category, quantity } of lines) {
    if (action === 'pending') {
      model.pendings.push({ game, category, atMs: model.nowMs, seats: quantity })
      continue
    }
    for (let seat = 0; seat < quantity; seat++) {
      const oldest = model.pendings.find(one => one.game === game && one.category === category && one.seats > 0)
      if (oldest !== undefined) oldest.seats--
    }
    if (action === 'reserved') model.announced.set(`${game}/${category}`, announcedOf(model, game, category) + quantity)
  }
}

function list(model: Model, { version, limits, listing }: ListPublished): void {
  const { game, categories } = listing
  const current = model.lists.get(game)
  const offers: Offers = new Map(categories.map(({ category, capacity, price }) => [category, { capacity, price }]))
  if (version <= (current?.version ?? 0)) return
  for (const [category, before] of current?.offers ?? []) {
    const after = offers.get(category)
    if (after === undefined) return
    if (after.capacity < before.capacity && after.capacity < takenOf(model, game, category)) return
  }
  model.lists.set(game, { version, ...limits, offers })
}
