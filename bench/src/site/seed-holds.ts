import { Client } from 'pg'
import { recount } from '../invariants/recount.ts'
import { site } from '../workload/federation.ts'
import { gamesMax, soldOutGame } from '../workload/listing.ts'
import type { BenchSite } from './bench-site.ts'

const chunkRows = 250_000
const hourMs = 3_600_000

/**
 * As many holds as a site has after years, made by the database: of ten, seven are sold, one each is live, released and
 * expired. The live ones end an hour to a day from now, later than any run. $1 to $2 number the holds, $3 is log time.
 */
const insertText = `
  INSERT INTO hold (partition, game, category, site, id, quantity, price, buyer, country, state, expires_at_ms,
    returned_seats)
  SELECT 0, CASE game WHEN ${soldOutGame} THEN ${gamesMax} ELSE game END, category, '${site}',
    md5('hold ' || n)::uuid, 1 + n % 3, (ARRAY[618, 440, 302, 55])[category],
    translate(encode(sha256(convert_to('buyer ' || n, 'UTF8')), 'base64'), '+/=', '-_'), 'BR', state,
    CASE state WHEN 'held' THEN $3::bigint + ${hourMs} + (n * 7919) % ${23 * hourMs} END,
    CASE state WHEN 'sold' THEN '{}'::integer[] END
  FROM (
    SELECT n, (1 + n % ${gamesMax})::smallint AS game, (1 + n / ${gamesMax} % 4)::smallint AS category,
      (ARRAY['sold','sold','sold','sold','sold','sold','sold','held','released','expired'])[1 + n / 256 % 10] AS state
    FROM generate_series($1::bigint, $2::bigint) AS n
  ) AS made`

/** Leaf pages that filled one random key at a time are this full; those of an index built at once would be fuller. */
const grownFill = 70

/**
 * Puts holds into the table of a site that is stopped, with every counter and sum that counts them. Indexes are built
 * afterwards, as a million random keys each would take the night.
 * @param done called with the share of the rows that are there
 */
export async function seedHolds(
  { databaseUrl }: BenchSite,
  count: number,
  done: (share: number) => void,
): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const rebuild = await dropIndexes(client)
    const { rows } = await client.query<{ ms: string }>('SELECT log_time_ms AS ms FROM partition_state')
    for (let from = 1; from <= count; from += chunkRows) {
      await client.query(insertText, [from, Math.min(count, from + chunkRows - 1), rows[0]?.ms])
      done((from - 1 + chunkRows) / count)
    }
    for (const statement of rebuild) await client.query(statement)
    await countIn(client)
    await client.query('VACUUM (ANALYZE) hold')
    await client.query('CHECKPOINT')
  } finally {
    await client.end()
  }
}

/** @returns the statements that make the table's indexes again */
async function dropIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; index: string; constraint: string | null }>(`
    SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS index,
      (SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c WHERE c.conindid = i.indexrelid) AS constraint
    FROM pg_index i WHERE i.indrelid = 'hold'::regclass`)
  const rebuild: string[] = []
  for (const { name, index, constraint } of rows) {
    if (constraint === null) {
      await client.query(`DROP INDEX ${name}`)
      rebuild.push(index.replace(/( WHERE |$)/, ` WITH (fillfactor = ${grownFill})$1`))
    } else {
      await client.query(`ALTER TABLE hold DROP CONSTRAINT ${name}`)
      rebuild.push(`ALTER TABLE hold ADD CONSTRAINT ${name} ${constraint} WITH (fillfactor = ${grownFill})`)
    }
  }
  return rebuild
}

/** Sets every counter and sum to what the rows are; nothing else had been sold before. */
async function countIn(client: Client): Promise<void> {
  const { categories, holdsSums } = await recount(client)
  for (const { game, category, held, sold } of categories) {
    await client.query(
      'UPDATE category_stock SET held = $3, sold = $4, held_by_site = $5 WHERE game = $1 AND category = $2',
      [game, category, held, sold, JSON.stringify({ [site]: held })],
    )
  }
  for (const [game, sum] of holdsSums) {
    await client.query('UPDATE game SET holds_sum = $2 WHERE game = $1', [game, sum.toString(16).padStart(64, '0')])
  }
  // From here on the consumer looks for holds that end.
  await client.query('UPDATE partition_state SET due_from_ms = log_time_ms')
}
