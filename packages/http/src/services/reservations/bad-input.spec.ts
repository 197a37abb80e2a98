import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createMemoryLog } from '@matchday/adapters/memory/sales-log'
import type { Client } from '../../testing/client.ts'
import { basketOf, clientOf } from '../../testing/client.ts'
import type { BadBody, BadText } from '../../testing/bad-input.ts'
import { badBodies, badTexts, gamesForBadInput } from '../../testing/bad-input.ts'
import type { TestSites } from '../../testing/site.ts'
import { startSites } from '../../testing/site.ts'

let sites: TestSites
let north: Client
let before: number

beforeAll(async () => {
  sites = await startSites({ games: gamesForBadInput })
  north = clientOf(sites.north.url)
  before = await createMemoryLog(sites.north.logStore).end(0)
})
afterAll(() => sites.close())

const expectNothingWritten = (): void => {
  expect(sites.north.store.reservations.size).toBe(0)
  expect(sites.north.logStore.recordsOf(0)).toHaveLength(before)
}

describe('what is wrong with a request', () => {
  it.each(badBodies)('%s: is refused, field and reason named, and nothing is written', async (...bad: BadBody) => {
    const [, body, status, type, errors] = bad
    const answer = await north.post({ body })
    expect([answer.status, answer.body.type]).toEqual([status, type])
    expect(answer.body.errors.map(({ field, type: kind }) => [field, kind])).toEqual(errors)
    for (const { reason } of answer.body.errors) expect(reason).not.toBe('')
    expectNothingWritten()
  })

  it.each(badTexts)('%s: is refused, and nothing is written', async (...bad: BadText) => {
    const [, bytes, headers, status, type] = bad
    const answer = await north.postRaw(bytes, headers)
    expect([answer.status, answer.body.type]).toEqual([status, type])
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expectNothingWritten()
  })

  it('may be several things at once, each of which is said', async () => {
    const items = [{ game: 1, category: 1, quantity: 0 }, { game: '1', category: 1, quantity: 1.5, seat: 'A1' }]
    const { body } = await north.post({ body: { items, buyer: { email: 'ana', name: '' } } })
    expect(body.errors.map(({ field, type }) => [field, type.replace('/problems/', '')])).toEqual([
      ['/items/0/quantity', 'bad-quantity'],
      ['/items/1/game', 'bad-value'],
      ['/items/1/quantity', 'bad-quantity'],
      ['/items/1/seat', 'unknown-field'],
      ['/buyer/email', 'bad-value'],
      ['/buyer/name', 'bad-value'],
    ])
    expectNothingWritten()
  })

  it('is found out also where the length was not said before', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...basketOf(), note: 'x'.repeat(50_000) }))
    for (let again = 0; again < 3; again++) {
      const { status, body } = await north.postStream(bytes)
      expect([status, body.type]).toEqual([413, '/problems/body-too-large'])
    }
    expectNothingWritten()
  })

  it('does not shut the connection of a client who sends too much, so that he reads why', async () => {
    const large = JSON.stringify({ ...basketOf(), note: 'x'.repeat(200_000) })
    for (let again = 0; again < 3; again++) expect((await north.postRaw(large)).status).toBe(413)
    expectNothingWritten()
  })
})

describe('what looks wrong and is not', () => {
  it.each([
    ['application/json'],
    ['application/json; charset=utf-8'],
    ['Application/JSON;charset="UTF-8"'],
  ])('a body as %s', async type => {
    const body = JSON.stringify(basketOf({ email: `${type.length}@example.com`, quantity: 1 }))
    expect((await north.postRaw(body, { 'Content-Type': type })).status).toBe(201)
  })

  it.each([
    ['a buyer without a country', { email: 'a@example.com', name: 'A' }],
    ['a buyer whose country is not known', { email: 'b@example.com', name: 'B', country: null }],
    ['an address in another script', { email: '\u4f60\u597d@\u4f8b\u5b50.\u6d4b\u8bd5', name: '\u4f60\u597d' }],
    ['an address with a plus', { email: 'ana+cup@mail.example.co.uk', name: "O'Brien-Sm\u00edth" }],
  ])('%s', async (_what, buyer) => {
    expect((await north.post({ body: { ...basketOf({ quantity: 1 }), buyer } })).status).toBe(201)
  })
})
