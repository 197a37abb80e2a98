import type { CategoryNumber, GameNumber } from '@matchday/domain/game/ids'
import { isCategoryNumber, isGameNumber } from '@matchday/domain/game/ids'
import type { GameListing } from '@matchday/domain/game/listing'
import type { CategoryRef, SiteId } from '@matchday/domain/inventory/ids'
import type { CategoryStock, GameStock, PublishedList } from '@matchday/domain/inventory/stock'
import { z } from 'zod'
import { quoted } from '../array-literal.ts'
import type { BulkRow } from '../bulk-pool.ts'
import type { Columns } from '../columns.ts'
import { doorOf, isBoolean, isCount, isInteger } from './bad-row.ts'
import { categorySchema, gameSchema, isSite } from './ids.ts'
import { jsonColumn } from './json-column.ts'

export const listingSchema: z.ZodType<GameListing> = z.object({
  game: gameSchema,
  round: z.int(),
  kickOffMs: z.int(),
  venue: z.string(),
  home: z.string(),
  away: z.string(),
  group: z.string().nullable(),
  categories: z.array(z.object({ category: categorySchema, capacity: z.int(), price: z.int() })),
})

const listSchema: z.ZodType<PublishedList> = z.object({
  version: z.int(),
  currency: z.string(),
  limits: z.object({ perBuyer: z.int(), holdMaxMs: z.int() }),
  listing: listingSchema,
})

const readList = jsonColumn('game', 'list', listSchema)
const readHeldBySite = jsonColumn(
  'category_stock', 'held_by_site',
  z.record(z.string().refine(isSite, 'is not a site id'), z.int()).transform((bySite): ReadonlyMap<SiteId, number> =>
    new Map(Object.entries(bySite) as [SiteId, number][])),
)

export const gameColumns = 'g.game, g.list, g.holds_sum'
export const categoryColumns =
  'c.game, c.category, c.listed, c.capacity, c.price, c.held, c.held_by_site, c.sold, c.announced_sold, ' +
  'c.announced_pending'

/**
 * Rows of `game` with their rows of `category_stock`.
 * @throws BadRow
 */
export function readGames(games: readonly BulkRow[], categories: readonly BulkRow[]): Map<GameNumber, GameStock> {
  const stocks = new Map<GameNumber, Map<CategoryNumber, CategoryStock>>()
  for (const row of categories) {
    const { game, ...stock } = readCategory(row)
    const ofGame = stocks.get(game) ?? new Map<CategoryNumber, CategoryStock>()
    ofGame.set(stock.category, stock)
    stocks.set(game, ofGame)
  }
  return new Map(games.map(([number, list, holdsSum]) => {
    const door = doorOf('game', String(number))
    const game = door.is(number, isGameNumber, 'game')
    return [game, {
      game,
      list: list === null ? null : readList(list, String(game)),
      categories: stocks.get(game) ?? new Map<CategoryNumber, CategoryStock>(),
      holdsSum: BigInt(`0x${door.is(holdsSum, isSum, 'holds_sum')}`),
    }]
  }))
}

const isSum = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

function readCategory(row: BulkRow): CategoryStock & CategoryRef {
  const [game, category, listed, capacity, price, held, heldBySite, sold, announcedSold, announcedPending] = row
  const key = `${String(game)}|${String(category)}`
  const door = doorOf('category_stock', key)
  return {
    game: door.is(game, isGameNumber, 'game'),
    category: door.is(category, isCategoryNumber, 'category'),
    listed: door.is(listed, isBoolean, 'listed'),
    capacity: door.is(capacity, isCount, 'capacity'),
    price: door.is(price, isInteger, 'price'),
    held: door.is(held, isCount, 'held'),
    heldBySite: readHeldBySite(heldBySite, key),
    sold: door.is(sold, isCount, 'sold'),
    announcedSold: door.is(announcedSold, isCount, 'announced_sold'),
    announcedPending: door.is(announcedPending, isCount, 'announced_pending'),
  }
}

export const gameWritten: Columns<GameStock> = [
  ['game', 'smallint', stock => stock.game],
  ['list', 'json', stock => (stock.list === null ? null : quoted(JSON.stringify(stock.list)))],
  ['holds_sum', 'text', stock => stock.holdsSum.toString(16).padStart(64, '0')],
]

export const categoryWritten: Columns<CategoryStock & CategoryRef> = [
  ['game', 'smallint', stock => stock.game],
  ['category', 'smallint', stock => stock.category],
  ['listed', 'boolean', stock => String(stock.listed)],
  ['capacity', 'bigint', stock => stock.capacity],
  ['price', 'bigint', stock => stock.price],
  ['held', 'bigint', stock => stock.held],
  ['held_by_site', 'json', stock => quoted(JSON.stringify(Object.fromEntries(stock.heldBySite)))],
  ['sold', 'bigint', stock => stock.sold],
  ['announced_sold', 'bigint', stock => stock.announcedSold],
  ['announced_pending', 'bigint', stock => stock.announcedPending],
]

export const categoriesOf = (games: readonly GameStock[]): (CategoryStock & CategoryRef)[] =>
  games.flatMap(({ game, categories }) => [...categories.values()].map(stock => ({ ...stock, game })))
