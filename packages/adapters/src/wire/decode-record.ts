import type { Said } from '@matchday/domain/inventory/entry'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import { decodeControl } from './decode-control.ts'
import { decodeSale } from './decode-sale.ts'
import { headersMax, matchdayHeaders, protocolVersion, signedBy } from './headers.ts'
import type { TextRecord } from './text-record.ts'
import { malformed, textRecord } from './text-record.ts'

/**
 * What a record of the sales topic says, from its bytes alone; what cannot be applied comes back as `malformed` with
 * the reason. Never throws, whatever the bytes. Signatures are the fold's to ask for: `matchday-signature` and
 * `matchday-proof` are passed over here.
 */
export const decodeRecord = (raw: RawRecord): Said => decodeText(textRecord(raw))

/** As {@link decodeRecord}, of a record whose fields are text already. */
export function decodeText({ key, value, headers }: TextRecord): Said {
  if (headers.length > headersMax) return malformed('too-many-headers')
  const ours = matchdayHeaders(headers)
  if (ours === null) return malformed('repeated-header')
  if (ours.size === 0) return decodeSale(null, ours, key, value)
  if (ours.get('matchday-v') !== protocolVersion) return malformed('unknown-version')
  const signed = signedBy(ours)
  if (signed === null) return malformed('wrong-shape')
  const kind = ours.get('matchday-kind')
  return kind === undefined
    ? decodeSale(signed, ours, key, value)
    : decodeControl(kind, { signed, headers: ours, key, value })
}
