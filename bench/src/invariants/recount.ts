import type { Client } from 'pg'

/** What the hold rows of one category add up to, counted by the database itself. */
export type CategorySums = {
  readonly game: number
  readonly category: number
  readonly rows: number
  readonly held: number
  readonly sold: number
  readonly refused: number
}

export type Recounted = {
  readonly categories: readonly CategorySums[]
  /** By game, the sum modulo 2^256 of its rows' SHA-256. */
  readonly holdsSums: ReadonlyMap<number, bigint>
}

/**
 * A hold row as it is hashed, written a second time, in SQL: the bench checks the fold's sums by another way than the
 * fold's own, and makes rows by the million that have to be counted in.
 */
export const rowHash = `
  sha256(convert_to(concat_ws('|', game, site, id, category, quantity, price, buyer, coalesce(country, ''), state,
    CASE state
      WHEN 'held' THEN expires_at_ms::text
      WHEN 'sold' THEN array_to_string(returned_seats, ',')
      WHEN 'refused' THEN concat_ws('|', refusal ->> 'kind', coalesce(
        refusal ->> 'price', refusal ->> 'max', refusal ->> 'sellable',
        (refusal ->> 'limit') || '|' || (refusal ->> 'has')))
      ELSE ''
    END), 'UTF8'))`

const limbs = [0, 1, 2, 3, 4, 5, 6, 7]

/** Sums of 256 bits, which the database does not have: of eight times 32 bits, put together by {@link sumOfLimbs}. */
export const limbSums = (hash: string): string =>
  limbs.map(limb => `sum(substring(${hash}, ${limb * 4 + 1}, 4)::bytea::bigint) AS limb_${limb}`).join(', ')

const sumMask = (1n << 256n) - 1n

export function sumOfLimbs(row: Readonly<Record<string, unknown>>): bigint {
  const sum = limbs.reduce((total, limb) => {
    const value = BigInt(String(row[`limb_${limb}`] ?? 0))
    return total + (value << BigInt(32 * (7 - limb)))
  }, 0n)
  return sum & sumMask
}

const text = `
  SELECT game, category, count(*) AS rows,
    count(*) FILTER (WHERE state = 'refused') AS refused,
    coalesce(sum(quantity) FILTER (WHERE state = 'held'), 0) AS held,
    coalesce(sum(quantity - cardinality(returned_seats)) FILTER (WHERE state = 'sold'), 0) AS sold,
    ${limbSums('hash')}
  FROM (SELECT *, ${rowHash} AS hash FROM hold) AS hashed
  GROUP BY game, category`

/** Adds up all hold rows of a site's database. */
export async function recount(client: Client): Promise<Recounted> {
  const { rows } = await client.query<Record<string, string>>(text)
  const holdsSums = new Map<number, bigint>()
  const categories = rows.map((row): CategorySums => {
    const count = (name: string): number => Number(row[name])
    const game = count('game')
    holdsSums.set(game, ((holdsSums.get(game) ?? 0n) + sumOfLimbs(row)) & sumMask)
    return {
      game, category: count('category'), rows: count('rows'), held: count('held'), sold: count('sold'),
      refused: count('refused'),
    }
  })
  return { categories, holdsSums }
}
