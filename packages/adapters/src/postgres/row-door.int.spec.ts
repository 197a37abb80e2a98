import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { touches } from '@matchday/domain/inventory/touches'
import { federationOf, logOf, site } from '@matchday/domain/testing/world'
import { refOf, request, reservation, saleOf, session, start } from '../contracts/site-said.ts'
import { consume } from '../contracts/site-subject.ts'
import type { Site } from './open-site.ts'
import { BadRow } from './rows/bad-row.ts'
import type { PostgresSubject } from './testing/site-subject.ts'
import { postgresSubject } from './testing/site-subject.ts'

/** Rows that this version cannot have written must not come in as if they were good ones. */
describe('a row that does not fit the domain', () => {
  let subject: PostgresSubject
  let here: Site
  beforeAll(async () => {
    subject = await postgresSubject()
    here = subject.openAt(subject.url)
  }, 60_000)
  beforeEach(async () => {
    await subject.clear()
    const malformed = { kind: 'malformed', reason: 'not-json' } as const
    const pending = {
      kind: 'announced', action: 'pending', site: null, sentAtMs: null, game: refOf(1).game,
      lines: [{ category: request(1).category, quantity: 1, price: 10 }],
    } as const
    const said = [...start, request(1), request(2), saleOf(2), malformed, pending, { ...request(3), price: 1 }]
    await consume(here.copy, said, 1_000)
    await here.reservations.open(reservation(1), null)
  })
  afterAll(() => subject.remove())

  const load = async (): Promise<unknown> => {
    const entries = logOf([request(1), saleOf(2), request(3)])
    return here.copy.load(await here.copy.partition(0), touches(entries, 1_500))
  }
  const loadStatement = async (): Promise<unknown> => {
    const stated = { kind: 'digest-stated', site: site('b'), sentAtMs: null, partition: 0, state: 'd', at: 1 } as const
    return here.copy.load(await here.copy.partition(0), touches(logOf([stated]), 1_500))
  }
  const standing = 'INSERT INTO digest_standing VALUES (0, '
  const readJournal = () => here.journal.at({ partition: 0, offset: 3 })
  const readDeadLetters = () => here.deadLetters.find({ partition: 0, offset: 5 })
  const readReservation = () => here.reservations.ofSession(session(1), 9)
  const sold = `UPDATE hold SET returned_seats = CASE state WHEN 'sold' THEN`
  const refused = `UPDATE hold SET refusal = CASE state WHEN 'refused' THEN`
  const key = (number: number) => `1\\|a\\|${refOf(number).id}`

  it.each([
    ["UPDATE hold SET buyer = 'x'", load, `table hold, row ${key(1)}: buyer is "x"`],
    ["UPDATE hold SET site = 'A!'", load, 'table hold, row 1\\|A!\\|'],
    ['UPDATE hold SET quantity = 9223372036854775807', load, `hold, row ${key(1)}: quantity is "9223372036854775807"`],
    [`${sold} '{2,1}'::integer[] END`, load, `row ${key(2)}: returned_seats is \\[2,1\\] of 2`],
    [`${sold} '{1,2}'::integer[] END`, load, `row ${key(2)}: returned_seats is \\[1,2\\] of 2`],
    [`${refused} '{"kind":"because"}'::json END`, load, `row ${key(3)}: refusal: kind: `],
    ["UPDATE game SET holds_sum = repeat('g', 64)", load, 'table game, row 1: holds_sum is "ggg'],
    ["UPDATE game SET list = '{}'", load, 'table game, row 1: list: version: '],
    ["UPDATE category_stock SET held_by_site = '{\"A!\":1}'", load, 'table category_stock, row 1\\|1: held_by_site: '],
    ['UPDATE category_stock SET sold = 9223372036854775807', load, 'category_stock, row 1\\|1: sold is "92233'],
    ['UPDATE announced_pending SET quantity = 9223372036854775807', load, 'announced_pending, row 1\\|1\\|1000: quan'],
    ["UPDATE federation SET document = '{\"version\":1}'", load, 'table federation, row 0: document: sha256: '],
    [`${standing} 'A!', 2, 1, 'x', 'x', 1)`, loadStatement, 'table digest_standing, row A!: site is "A!"'],
    [`${standing} 'b', 2, -1, 'x', 'x', 1)`, loadStatement, 'table digest_standing, row b: at_offset is -1'],
    [`${standing} 'b!', 2, 1, 'x', 'x', 1)`, () => here.convergence.standings(), 'digest_standing, row 0: site is not'],
    ["UPDATE journal_batch SET lines = '[[3,0]]'", readJournal, 'table journal_batch, row 0\\|7: '],
    ["UPDATE dead_letter SET reason = 'because'", readDeadLetters, 'table dead_letter, row 0: reason is not'],
    ["UPDATE reservation SET buyer = 'x'", readReservation, 'table reservation, row f.*: buyer is not'],
    ["UPDATE reservation SET items = '[{}]'", readReservation, 'table reservation, row f.*: items.0.game'],
  ])('%s is refused by table and key', async (statement, read, message) => {
    await read().catch(() => {})
    await subject.query(statement)
    const reading = read()
    await expect(reading).rejects.toThrow(BadRow)
    await expect(reading).rejects.toThrow(new RegExp(message))
  })

  it('is not a federation from before there were terms of lists', async () => {
    await subject.query("UPDATE federation SET document = (document::jsonb - 'listTerms')::json")
    expect((await here.copy.partition(0)).federation).toEqual({ ...federationOf(1), listTerms: null })
  })
})
