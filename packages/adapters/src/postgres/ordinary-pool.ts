import { createPool } from 'slonik'
import type { DatabasePool, Interceptor, QueryResultRow, QuerySqlToken } from 'slonik'
import type { z } from 'zod'
import { reaching } from './database-fault.ts'
import { BadRow } from './rows/bad-row.ts'

/** slonik hands rows on unchecked unless an interceptor runs the query's schema. Its description names the table. */
const checkRows: Interceptor = {
  name: 'check-rows',
  transformRow: ({ resultParser }, _query, row) => {
    if (resultParser === undefined) return row
    const schema = resultParser as z.ZodType<QueryResultRow>
    const parsed = schema.safeParse(row)
    if (parsed.success) return parsed.data
    const faults = parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')} ${message}`)
    throw new BadRow(schema.description ?? '?', String(Object.values(row)[0]), faults.join('; '))
  },
}

/** Connections for queries that carry no load: written out, each row checked by its schema. */
export type OrdinaryPool = {
  /** @throws Unavailable, BadRow */
  readonly rows: <Row>(query: QuerySqlToken<z.ZodType<Row>>) => Promise<readonly Row[]>
  readonly close: () => Promise<void>
}

/** The pool opens with its first query, so that a site can start while its database is away. */
export function openOrdinaryPool(url: string, maxPoolSize = 4): OrdinaryPool {
  let opening: Promise<DatabasePool> | undefined
  const open = (): Promise<DatabasePool> => {
    opening ??= createPool(url, {
      maxPoolSize,
      connectionTimeout: 5_000,
      statementTimeout: 30_000,
      interceptors: [checkRows],
      // Counts and times are below 2^53 here, which the schemas check.
      typeParsers: [{ name: 'int8', parse: Number }],
      // No query changes its session.
      resetConnection: () => Promise.resolve(),
    }).catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }
  return {
    rows: query => reaching(async () => (await open()).any(query)),
    close: async () => {
      const pool = await opening?.catch(() => undefined)
      await pool?.end()
    },
  }
}
