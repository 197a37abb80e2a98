import { basketOf } from './client.ts'
import type { GameParts } from './games.ts'

/** The games that the inputs below speak of: game 3 has started. */
export const gamesForBadInput: Readonly<Record<number, GameParts>> = {
  1: {},
  2: { kickOff: '2022-11-21T13:00:00Z' },
  3: { kickOff: '2022-11-18T16:00:00Z' },
}

/** What it is, the body, the status, the problem, and the fields with their kinds. */
export type BadBody = readonly [
  what: string, body: unknown, status: number, type: string, errors: readonly (readonly [string, string])[]
]
/** What it is, the bytes, the headers, the status and the problem. */
export type BadText = readonly [
  what: string, bytes: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>, status: number, type: string
]

const { buyer, items } = basketOf()
const line = { game: 1, category: 1, quantity: 1 }
const quantities = (...all: unknown[]) => ({ items: all.map(quantity => ({ ...line, quantity })), buyer })
const line1 = (changed: object) => ({ items: [{ ...line, ...changed }], buyer })
const ofBuyer = (changed: object) => ({ items, buyer: { ...buyer, ...changed } })

const problem = (kind: string) => `/problems/${kind}`
const shape = (what: string, body: unknown, ...errors: [string, string][]): BadBody =>
  [what, body, 400, problem('invalid-request'), errors.map(([field, kind]) => [field, problem(kind)] as const)]
const basket = (what: string, body: unknown, status: number, kind: string, field: string): BadBody =>
  [what, body, status, problem(kind), [[field, problem(kind)]]]

export const badBodies: readonly BadBody[] = [
  shape('no quantity', { items: [{ game: 1, category: 1 }], buyer }, ['/items/0/quantity', 'missing-field']),
  shape('a quantity of nothing', quantities(0), ['/items/0/quantity', 'bad-quantity']),
  shape('a negative quantity', quantities(1, -1), ['/items/1/quantity', 'bad-quantity']),
  shape('a fractional quantity', quantities(1.5), ['/items/0/quantity', 'bad-quantity']),
  shape('a quantity in words', quantities('2'), ['/items/0/quantity', 'bad-quantity']),
  shape('a quantity past 2^53', quantities(2 ** 60), ['/items/0/quantity', 'bad-quantity']),
  shape('no quantity but null', quantities(null), ['/items/0/quantity', 'bad-quantity']),
  shape('a fractional game', line1({ game: 1.5 }), ['/items/0/game', 'bad-value']),
  shape('game 0', line1({ game: 0 }), ['/items/0/game', 'bad-value']),
  shape('game 10000', line1({ game: 10_000 }), ['/items/0/game', 'bad-value']),
  shape('category 100', line1({ category: 100 }), ['/items/0/category', 'bad-value']),
  shape('a category that is a list', line1({ category: [1] }), ['/items/0/category', 'bad-value']),
  shape('an unknown field', line1({ seat: 'A1' }), ['/items/0/seat', 'unknown-field']),
  shape('an unknown field at the top', { items, buyer, coupon: 1 }, ['/coupon', 'unknown-field']),
  shape('a field with a slash', { items, buyer, 'a/b~c': 1 }, ['/a~1b~0c', 'unknown-field']),
  shape('a price of his own', line1({ price: 1 }), ['/items/0/price', 'unknown-field']),
  shape('no items', { buyer }, ['/items', 'missing-field']),
  shape('an empty list of items', { items: [], buyer }, ['/items', 'empty-basket']),
  shape('21 items', { items: Array.from({ length: 21 }, () => line), buyer }, ['/items', 'too-many-lines']),
  shape('items that are none', { items: 'all', buyer }, ['/items', 'bad-value']),
  shape('an item that is null', { items: [null], buyer }, ['/items/0', 'bad-value']),
  shape('no buyer', { items }, ['/buyer', 'missing-field']),
  shape('a list', [], ['', 'bad-value']),
  shape('null', null, ['', 'bad-value']),
  shape('an address without @', ofBuyer({ email: 'ana.example.com' }), ['/buyer/email', 'bad-value']),
  shape('an address with two @', ofBuyer({ email: 'a@b@example.com' }), ['/buyer/email', 'bad-value']),
  shape('an address of one label', ofBuyer({ email: 'ana@localhost' }), ['/buyer/email', 'bad-value']),
  shape('an address with a line break', ofBuyer({ email: 'ana@example.com\nBcc: x@y.z' }),
    ['/buyer/email', 'bad-value']),
  shape('an address of 300 letters', ofBuyer({ email: `${'a'.repeat(50)}@${'b'.repeat(250)}.com` }),
    ['/buyer/email', 'bad-value']),
  shape('a name of nothing', ofBuyer({ name: '  ' }), ['/buyer/name', 'bad-value']),
  shape('a name with a control character', ofBuyer({ name: 'Ana\u0000' }), ['/buyer/name', 'bad-value']),
  shape('a country in words', ofBuyer({ country: 'Brazil' }), ['/buyer/country', 'bad-value']),
  basket('an unknown game', line1({ game: 99 }), 422, 'unknown-game', '/items/0/game'),
  basket('an unknown category', line1({ category: 9 }), 422, 'unknown-category', '/items/0/category'),
  basket('a game that has started', line1({ game: 3 }), 409, 'game-started', '/items/0/game'),
  basket('a quantity over the limit', quantities(7), 409, 'over-limit', '/items/0/quantity'),
  basket('one that is over the limit when it is added up', quantities(3, 4), 409, 'over-limit', '/items/0/quantity'),
  ['a quantity of 2^53 - 1', quantities(2 ** 53 - 1), 409, problem('not-reserved'),
    [['/items/0/quantity', problem('over-limit')], ['/items', problem('over-tournament-limit')]]],
  ['an unknown game and one that has started',
    { items: [{ ...line, game: 99 }, { ...line, game: 3 }], buyer }, 422, problem('invalid-basket'),
    [['/items/0/game', problem('unknown-game')], ['/items/1/game', problem('game-started')]]],
]

const as = (type: string) => ({ 'Content-Type': type })
const asJson = as('application/json')
const unsupported = [415, problem('unsupported-media-type')] as const
const good = JSON.stringify(basketOf())
const nested = (depth: number) => `{"items":${'['.repeat(depth)}${']'.repeat(depth)}}`

export const badTexts: readonly BadText[] = [
  ['no JSON', '{"items":', asJson, 400, problem('not-json')],
  ['nothing', '', asJson, 400, problem('not-json')],
  ['a field named __proto__', good.replace('{', '{"__proto__":{"items":[]},'), asJson, 400, problem('invalid-request')],
  ['a field named constructor', good.replace('{', '{"constructor":1,'), asJson, 400, problem('invalid-request')],
  ['JavaScript', '{items: [{game: 1}]}', asJson, 400, problem('not-json')],
  ['two values', `${good}${good}`, asJson, 400, problem('not-json')],
  ['invalid UTF-8', Uint8Array.of(0x22, 0xff, 0x22), asJson, 400, problem('not-json')],
  ['UTF-16', new Uint8Array(Buffer.from(good, 'utf16le')), asJson, 400, problem('not-json')],
  ['20 kB', `${good}${' '.repeat(20_000)}`, asJson, 413, problem('body-too-large')],
  ['9 levels', nested(8), asJson, 400, problem('too-deep')],
  ['8,000 levels', nested(8_000), asJson, 400, problem('too-deep')],
  ['a form', 'items=1', as('application/x-www-form-urlencoded'), ...unsupported],
  ['text', good, as('text/plain'), ...unsupported],
  ['another charset', good, as('application/json; charset=latin1'), ...unsupported],
  ['JSON lines', good, as('application/jsonl'), ...unsupported],
  ['a compressed body', good, { ...asJson, 'Content-Encoding': 'gzip' }, ...unsupported],
]
