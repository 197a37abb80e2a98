import type { CategoryNumber } from '../game/ids.ts'
import type { Federation } from './federation.ts'
import { siteInForce } from './federation.ts'
import type { HoldRef, SiteId } from './ids.ts'
import { holdKey } from './ids.ts'
import type { JournalEntry } from './journal.ts'
import type { Changes } from './state.ts'

/** Why others are told that seats are not taken: the reason a CANCELLED notice carries. Stored: add, never rename. */
export type NoticeReason = 'refused' | 'expired' | 'duplicate'

/**
 * What a site that does not wait for the log must be told, for it counts each PENDING as taken and each RESERVED as
 * final. Category, quantity and price are those of the record that it counted.
 */
export type Notice = HoldRef & {
  readonly category: CategoryNumber
  readonly quantity: number
  readonly price: number
  readonly reason: NoticeReason
}

/** A notice that this site owes, and the line of the journal that it owes it for. */
export type OwedNotice = Notice & { readonly offset: number; readonly step: number }

/** How often a notice stood in a batch: each time it settles one that is owed. */
export type SeenNotice = Notice & { readonly count: number }

export type Notices = { readonly owed: readonly OwedNotice[]; readonly seen: readonly SeenNotice[] }

export const noNotices: Notices = { owed: [], seen: [] }

/** Whether a site has to give notice: somebody in the roster does not wait for the log, and would take its word. */
export const givesNotice = (federation: Federation | null, site: SiteId): boolean =>
  federation !== null && federation.sites.some(({ waits }) => !waits) && siteInForce(federation, site) !== undefined

/**
 * What a batch leaves a site to owe, and the notices in it that settle what earlier batches left. Where nobody needs
 * notices this looks at nothing.
 */
export function noticesOf({ partition, journal }: Changes, site: SiteId): Notices {
  const { federation } = partition
  if (federation === null || !givesNotice(federation, site)) return noNotices
  const owed = new Map<string, OwedNotice[]>()
  const seen = new Map<string, SeenNotice>()
  for (const line of journal) {
    const notice = line.site === site ? noticeOf(line) : null
    if (notice === null) continue
    const key = noticeKey(notice)
    const alike = owed.get(key) ?? []
    if (line.kind !== 'notice') {
      if (isCounted(notice, federation)) owed.set(key, [...alike, { ...notice, offset: line.offset, step: line.step }])
    } else if (alike.length > 0) owed.set(key, alike.slice(1))
    else seen.set(key, { ...notice, count: (seen.get(key)?.count ?? 0) + 1 })
  }
  return { owed: [...owed.values()].flat(), seen: [...seen.values()] }
}

/** Notices that others cannot tell apart: one in the log settles any one of them. */
export const noticeKey = (notice: Notice): string =>
  `${holdKey(notice)}|${notice.category}|${notice.quantity}|${notice.price}|${notice.reason}`

/** Validators of other sites let no other quantity in, so they counted nothing that could be given back. */
const isCounted = ({ quantity }: Notice, { settings }: Federation): boolean =>
  quantity >= 1 && quantity <= settings.wireQuantityMax

function noticeOf(line: JournalEntry): Notice | null {
  const { game, site, hold, category, quantity, price } = line
  const reason = reasonOf(line)
  const isWhole = game !== null && site !== null && hold !== null && category !== null
  if (reason === null || !isWhole || quantity === null || price === null) return null
  return { game, site, id: hold, category, quantity, price, reason }
}

/** Why the line is owed a notice, or what the notice it tells of says; null: neither. */
function reasonOf({ kind, detail }: JournalEntry): NoticeReason | null {
  switch (kind) {
    case 'hold-refused':
    case 'sale-refused':
      return 'refused'
    case 'hold-expired':
      return 'expired'
    case 'hold-repeated':
    case 'hold-conflict':
      return 'duplicate'
    case 'notice':
      return reasons.find(reason => reason === detail?.['reason']) ?? null
    case 'hold-granted':
    case 'hold-sold':
    case 'sale-repeated':
    case 'hold-released':
    case 'hold-refunded':
    case 'release-ignored':
    case 'announced-pending':
    case 'announced-reserved':
    case 'announced-cancelled':
    case 'announced-returned':
    case 'oversold':
    case 'list-applied':
    case 'list-refused':
    case 'federation-applied':
    case 'federation-ignored':
      return null
    default:
      return kind satisfies never
  }
}

const reasons: readonly NoticeReason[] = ['refused', 'expired', 'duplicate']
