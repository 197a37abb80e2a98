import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Client } from 'pg'
import type { TestPostgres } from '../testing/postgres.ts'
import { startTestPostgres } from '../testing/postgres.ts'
import { arrayOf, quotedBytes, quotedOrNull } from './array-literal.ts'

describe('an array literal', () => {
  let postgres: TestPostgres
  let client: Client
  beforeAll(async () => {
    postgres = await startTestPostgres()
    client = new Client({ connectionString: await postgres.freshDatabase() })
    await client.connect()
  }, 60_000)
  afterAll(async () => {
    await client.end()
    await postgres.stop()
  })

  const echo = async (type: string, literal: string): Promise<unknown> =>
    (await client.query<{ found: unknown }>(`SELECT $1::${type}[] AS found`, [literal])).rows[0]?.found

  it('is read as the texts it was made of', async () => {
    const text = fc.string({ unit: 'binary' }).map(made => made.replaceAll('\0', '').toWellFormed())
    const odd = fc.constantFrom('', 'NULL', 'null', '{', '}', ',', '"', '\\', '\\"', ' x ', null)
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(text, odd)), async texts => {
      expect(await echo('text', arrayOf(texts, quotedOrNull))).toEqual(texts)
    }), { numRuns: 200 })
  })

  it('is read as the numbers and bytes it was made of', async () => {
    const numbers = fc.array(fc.option(fc.maxSafeInteger()))
    await fc.assert(fc.asyncProperty(numbers, async made => {
      const texts = made.map(one => (one === null ? null : String(one)))
      expect(await echo('bigint', arrayOf(made, one => one))).toEqual(texts)
    }), { numRuns: 50 })
    await fc.assert(fc.asyncProperty(fc.array(fc.uint8Array()), async made => {
      expect(await echo('bytea', arrayOf(made, quotedBytes))).toEqual(made.map(bytes => Buffer.from(bytes)))
    }), { numRuns: 50 })
  })
})
