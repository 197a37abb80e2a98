import type { RawRecord } from '@matchday/domain/ports/sales-log'
import fc from 'fast-check'
import { proofHeader, signatureHeader } from '../layout.ts'

type Change = (record: RawRecord) => RawRecord
type Headers = RawRecord['headers']

const flip = (bytes: Uint8Array, at: number, bit: number): Uint8Array =>
  bytes.with(at % bytes.length, (bytes[at % bytes.length] ?? 0) ^ (1 << bit))

const isOurs = ([name]: Headers[number]): boolean => name.startsWith('matchday-')

/** Changes the header at `at` of Matchday's own, counted round; null takes it away. */
function changeHeader(record: RawRecord, at: number, change: (header: Headers[number]) => Headers): RawRecord {
  const ours = record.headers.filter(isOurs)
  const chosen = ours[at % ours.length]
  return { ...record, headers: record.headers.flatMap(header => (header === chosen ? change(header) : [header])) }
}

const withHeader = (record: RawRecord, wanted: string, change: (text: string) => string | null): RawRecord => ({
  ...record,
  headers: record.headers.flatMap(([name, bytes]): Headers => {
    if (name !== wanted) return [[name, bytes]]
    const text = change(Buffer.from(bytes ?? []).toString())
    return text === null ? [] : [[name, Buffer.from(text)]]
  }),
})

const number = fc.nat(10_000)
const bit = fc.nat(7)

const flipped = (field: 'key' | 'value'): fc.Arbitrary<Change> =>
  fc.tuple(number, bit).map(([at, which]) => record => {
    const bytes = record[field]
    return { ...record, [field]: bytes === null || bytes.length === 0 ? Buffer.of(at % 256) : flip(bytes, at, which) }
  })

/**
 * Whatever somebody who holds no key may do to a record on its way, by name. Each gives back another record, but for a
 * few that find nothing to change.
 */
export const tamperings: Readonly<Record<string, fc.Arbitrary<Change>>> = {
  'a bit of the key': flipped('key'),
  'a bit of the value': flipped('value'),
  'no key': fc.constant(record => ({ ...record, key: null })),
  'no value': fc.constant(record => ({ ...record, value: null })),
  'an empty key': fc.constant(record => ({ ...record, key: Buffer.alloc(0) })),
  'a bit of a header': fc.tuple(number, number, bit).map(([at, byte, which]) => record =>
    changeHeader(record, at, ([name, bytes]) => {
      if (bytes === null || bytes.length === 0) return [[name, Buffer.of(byte % 256)]]
      return [[name, flip(bytes, byte, which)]]
    })),
  'a header of null': number.map(at => record => changeHeader(record, at, ([name]) => [[name, null]])),
  'a header renamed': number.map(at => record =>
    changeHeader(record, at, ([name, bytes]) => [[`${name}-`, bytes]])),
  'a header lost': number.map(at => record => changeHeader(record, at, () => [])),
  'a header repeated': number.map(at => record => changeHeader(record, at, header => [header, header])),
  'a header added': fc.string().map(text => record =>
    ({ ...record, headers: [...record.headers, ['matchday-added', Buffer.from(text)]] })),
  'two values exchanged': fc.tuple(number, number).map(([a, b]) => record => {
    const ours = record.headers.filter(isOurs)
    const [one, two] = [ours[a % ours.length], ours[b % ours.length]]
    const headers = record.headers.map((header): Headers[number] => {
      if (header === one) return [header[0], two?.[1] ?? null]
      return header === two ? [header[0], one?.[1] ?? null] : header
    })
    return { ...record, headers }
  }),
  'a byte moved from the value to the key': fc.constant(({ key, value, ...rest }) => ({
    ...rest,
    key: Buffer.concat([key ?? Buffer.alloc(0), (value ?? Buffer.alloc(0)).subarray(0, 1)]),
    value: (value ?? Buffer.alloc(0)).subarray(1),
  })),
  'a proof cut short': fc.nat(100).map(length => record =>
    withHeader(record, proofHeader, proof => proof.slice(0, length))),
  'a proof without its first step': fc.constant(record => withHeader(record, proofHeader, proof => proof.slice(44))),
  'a proof without its last step': fc.constant(record => withHeader(record, proofHeader, proof => proof.slice(0, -44))),
  'a proof with a step more': fc.constant(record =>
    withHeader(record, proofHeader, proof => `${proof}l${'A'.repeat(43)}`)),
  'a step repeated': fc.constant(record => withHeader(record, proofHeader, proof => proof.slice(0, 44) + proof)),
  'sides exchanged': fc.constant(record =>
    withHeader(record, proofHeader, proof => proof.replaceAll(/(?<=^(?:.{44})*)./g, side => (side === 'l' ? 'r' : 'l')))),
  'padding behind a proof': fc.constantFrom('=', '\n', ' ', '\0', ',').map(end => record =>
    withHeader(record, proofHeader, proof => proof + end)),
  'padding before a proof': fc.constantFrom('=', '\n', ' ').map(start => record =>
    withHeader(record, proofHeader, proof => start + proof)),
  'base64 of another alphabet': fc.constant(record => {
    const other = (text: string): string => text.replaceAll('-', '+').replaceAll('_', '/')
    return withHeader(withHeader(record, proofHeader, other), signatureHeader, other)
  }),
  'unused bits of a signature': fc.constant(record => withHeader(record, signatureHeader, nextLetter)),
  'unused bits of a proof': fc.constant(record => withHeader(record, proofHeader, nextLetter)),
  'padding behind a signature': fc.constantFrom('=', '==', 'A', '\n').map(end => record =>
    withHeader(record, signatureHeader, signature => signature + end)),
}

/** The last letter replaced by one whose used bits are the same. */
function nextLetter(text: string): string {
  if (text === '') return text
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return text.slice(0, -1) + (alphabet[alphabet.indexOf(text.slice(-1)) + 1] ?? '')
}

export const isSame = (a: RawRecord, b: RawRecord): boolean => textOf(a) === textOf(b)

/** Another order of headers is the same record, and so is another header of others. */
const textOf = ({ key, value, headers }: RawRecord): string => {
  const ours = headers.filter(isOurs).map(([name, bytes]) => [name, hex(bytes)])
  return JSON.stringify([hex(key), hex(value), ours.sort(([a = ''], [b = '']) => ((a ?? '') < (b ?? '') ? -1 : 1))])
}

const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('hex'))
