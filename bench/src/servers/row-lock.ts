import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { Pool } from 'pg'

/**
 * Tickets sold as most shops do it, to be measured beside: the stock's row is locked, the hold written, the count
 * raised, all in one transaction. Prepared statements, and the limit per buyer read together with the lock, so that it
 * is as fast as this shape gets.
 */
export const rowLockTables = `
  CREATE TABLE stock (
    game smallint, category smallint, capacity bigint NOT NULL, held bigint NOT NULL, price bigint NOT NULL,
    PRIMARY KEY (game, category), CHECK (held <= capacity)
  ) WITH (fillfactor = 50);
  CREATE TABLE hold (
    id uuid PRIMARY KEY, game smallint NOT NULL, category smallint NOT NULL, quantity bigint NOT NULL,
    price bigint NOT NULL, email text NOT NULL, name text NOT NULL, country text, expires_at timestamptz NOT NULL
  );
  CREATE INDEX hold_buyer ON hold (email, game);`

const lockText = `
  SELECT capacity, held, price, (SELECT coalesce(sum(quantity), 0) FROM hold WHERE email = $3 AND game = $1) AS has
  FROM stock WHERE game = $1 AND category = $2 FOR UPDATE`
const countText = 'UPDATE stock SET held = held + $3 WHERE game = $1 AND category = $2'
const holdText = `
  INSERT INTO hold (id, game, category, quantity, price, email, name, country, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + interval '10 minutes')`

const perBuyerMax = 6

type Item = { readonly game: number; readonly category: number; readonly quantity: number }
type Asked = {
  readonly items: readonly Item[]
  readonly buyer: { readonly email: string; readonly name: string; readonly country: string }
}
type Stock = { readonly capacity: string; readonly held: string; readonly price: string; readonly has: string }

/**
 * @param databaseUrl a database with {@link rowLockTables}
 * @param connections more than a few do not help: they wait for the same row
 * @param answerBytes size of the answer's body
 */
export function rowLockHandler(databaseUrl: string, connections: number, answerBytes: number): RequestHandler {
  const pool = new Pool({ connectionString: databaseUrl, max: connections })
  return async (request, response) => {
    const { items: [item], buyer } = request.body as Asked
    const price = item === undefined ? null : await hold(pool, item, buyer)
    if (item === undefined || price === null) {
      response.status(409).json({ type: 'sold-out' })
      return
    }
    response.status(201).type('json').send(padded({ state: 'held', item, price, buyer }, answerBytes))
  }
}

/** @returns the price, or null where nothing could be held */
async function hold(pool: Pool, item: Item, buyer: Asked['buyer']): Promise<number | null> {
  const { game, category, quantity } = item
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<Stock>({ name: 'lock', text: lockText, values: [game, category, buyer.email] })
    const stock = rows[0]
    const isFree = stock !== undefined && Number(stock.held) + quantity <= Number(stock.capacity)
    if (!isFree || Number(stock.has) + quantity > perBuyerMax) {
      await client.query('ROLLBACK')
      return null
    }
    await client.query({ name: 'count', text: countText, values: [game, category, quantity] })
    const values = [randomUUID(), game, category, quantity, stock.price, buyer.email, buyer.name, buyer.country]
    await client.query({ name: 'hold', text: holdText, values })
    await client.query('COMMIT')
    return Number(stock.price)
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

/** The JSON of a value, with white space up to a size in bytes. */
export const padded = (value: unknown, bytes: number): string => JSON.stringify(value).padEnd(bytes)
