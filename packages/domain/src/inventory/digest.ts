import type { Sha256 } from './sha256.ts'
import type { Hold, HoldRefusal } from './hold.ts'
import type { CategoryRef } from './ids.ts'
import type { PartitionState } from './state.ts'
import type { AnnouncedPending, CategoryStock, GameStock, PublishedList } from './stock.ts'

type PendingsOf = (at: CategoryRef) => readonly AnnouncedPending[]

/** Add (`sign` 1) or take away (-1) a hold row's SHA-256 from a sum modulo 2^256, in which order does not matter. */
export function addRowHash(sum: bigint, hold: Hold, sign: 1 | -1, sha256: Sha256): bigint {
  const hash = BigInt(`0x${sha256(rowText(hold))}`)
  return BigInt.asUintN(256, sign === 1 ? sum + hash : sum - hash)
}

/** One hold row, every field in a fixed order. No field can hold the separator. */
function rowText(hold: Hold): string {
  const terms = `${hold.game}|${hold.site}|${hold.id}|${hold.category}|${hold.quantity}|${hold.price}|${hold.buyer}`
  return `${terms}|${hold.country ?? ''}|${hold.state}|${stateText(hold)}`
}

function stateText(hold: Hold): string {
  switch (hold.state) {
    case 'held':
      return String(hold.expiresAtMs)
    case 'sold':
      return hold.returnedSeats.join(',')
    case 'refused':
      return refusalText(hold.refusal)
    case 'expired':
    case 'released':
    case 'refunded':
      return ''
    default:
      return hold satisfies never
  }
}

function refusalText(refusal: HoldRefusal): string {
  switch (refusal.kind) {
    case 'not-on-sale':
    case 'unknown-category':
      return refusal.kind
    case 'price-changed':
      return `${refusal.kind}|${refusal.price}`
    case 'bad-quantity':
      return `${refusal.kind}|${refusal.max}`
    case 'over-limit':
    case 'site-over-share':
      return `${refusal.kind}|${refusal.limit}|${refusal.has}`
    case 'sold-out':
      return `${refusal.kind}|${refusal.sellable}`
    default:
      return refusal satisfies never
  }
}

/**
 * Hex SHA-256 of a partition: its position and clock, and of every game the list in force, the counters, the queues of
 * announced pendings and the sum of its hold rows. Two sites that folded the same log have the same digest.
 */
export function digestOf(
  partition: PartitionState,
  games: readonly GameStock[],
  pendingsOf: PendingsOf,
  sha256: Sha256,
): string {
  const ordered = [...games].sort((a, b) => a.game - b.game)
  const { nextOffset, logTimeMs, federation } = partition
  const head = `matchday-digest-v1|${partition.partition}|${nextOffset}|${logTimeMs}|${federation?.sha256 ?? ''}`
  return sha256([head, ...ordered.flatMap(game => gameText(game, pendingsOf))].join('\n'))
}

function gameText({ game, list, categories, holdsSum }: GameStock, pendingsOf: PendingsOf): string[] {
  const inForce = list === null ? '' : listText(list)
  const ordered = [...categories.values()].sort((a, b) => a.category - b.category)
  return [
    `game|${game}|${inForce}|${holdsSum.toString(16)}`,
    ...ordered.map(stock => categoryText(stock, pendingsOf({ game, category: stock.category }))),
  ]
}

const listText = ({ version, currency, limits }: PublishedList): string =>
  `${version}|${currency}|${limits.perBuyer}|${limits.holdMaxMs}`

function categoryText(stock: CategoryStock, queue: readonly AnnouncedPending[]): string {
  const { category, listed, capacity, price, held, sold, announcedSold } = stock
  const pendings = queue.map(pending => `${pending.atMs}:${pending.quantity}`).join(';')
  return `category|${category}|${listed}|${capacity}|${price}|${held}|${sold}|${announcedSold}|${pendings}`
}
