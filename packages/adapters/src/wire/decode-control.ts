import type {
  DigestStated,
  FederationPublished,
  ListPublished,
  Malformed,
  Said,
} from '@matchday/domain/inventory/entry'
import type { Signed } from './decode-sale.ts'
import { readFederationNotice, readList, sha256Pattern } from './control-json.ts'
import type { Headers } from './headers.ts'
import { header, wholeNumber } from './headers.ts'
import type { TextRecord } from './text-record.ts'
import { malformed } from './text-record.ts'

/** What other sites skip as empty. */
export const controlValue = '{}'

export type ControlRecord = Pick<TextRecord, 'key' | 'value'> & { readonly signed: Signed; readonly headers: Headers }

const wrongShape = malformed('wrong-shape')

/** What each `matchday-kind` says. Stored: add, never rename. */
const kinds: ReadonlyMap<string, (record: ControlRecord) => Said> = new Map([
  ['tick', ticked],
  ['list', listPublished],
  ['federation', federationPublished],
  ['digest', digestStated],
])

export function decodeControl(kind: string | null, record: ControlRecord): Said {
  const decode = kind === null ? undefined : kinds.get(kind)
  if (decode === undefined) return malformed('unknown-kind')
  return record.value === controlValue ? decode(record) : wrongShape
}

function ticked({ signed, headers }: ControlRecord): Said {
  const partition = wholeNumber(header(headers, 'partition'))
  return partition === undefined ? wrongShape : { kind: 'ticked', ...signed, partition }
}

function listPublished({ signed, headers, key }: ControlRecord): ListPublished | Malformed {
  const list = readList(header(headers, 'list') ?? '')
  if (list === undefined || key !== String(list.listing.game)) return wrongShape
  return { kind: 'list-published', ...signed, ...list }
}

function federationPublished({ signed, headers }: ControlRecord): FederationPublished | Malformed {
  const notice = readFederationNotice(header(headers, 'federation') ?? '')
  return notice === undefined ? wrongShape : { kind: 'federation-published', ...signed, ...notice }
}

/** The first digest of a sender states nothing; every later one states which and where, both. */
function digestStated({ signed, headers }: ControlRecord): DigestStated | Malformed {
  const partition = wholeNumber(header(headers, 'partition'))
  const [state, at] = [header(headers, 'state'), header(headers, 'at')]
  if (partition === undefined) return wrongShape
  if (state === undefined && at === undefined) {
    return { kind: 'digest-stated', ...signed, partition, state: null, at: null }
  }
  const offset = wholeNumber(at)
  if (typeof state !== 'string' || !sha256Pattern.test(state) || offset === undefined) return wrongShape
  return { kind: 'digest-stated', ...signed, partition, state, at: offset }
}
