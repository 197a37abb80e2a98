import { isCategoryNumber, isGameNumber } from '@matchday/domain/game/ids'
import type { Notice, NoticeReason, OwedNotice, SeenNotice } from '@matchday/domain/inventory/notices'
import type { BulkRow } from '../bulk-pool.ts'
import type { Columns } from '../columns.ts'
import { doorOf, isCount, isInteger } from './bad-row.ts'
import { isHold, isSite } from './ids.ts'

const reasons = { refused: 1, expired: 1, duplicate: 1 } satisfies Record<NoticeReason, 1>

const isReason = (value: unknown): value is NoticeReason => typeof value === 'string' && Object.hasOwn(reasons, value)

/** In the order in which {@link readNotice} takes them. */
export const noticeColumns = (notice: string): string =>
  ['partition', 'log_offset', 'step', 'game', 'site', 'id', 'category', 'quantity', 'price', 'reason']
    .map(column => `${notice}.${column}`).join(', ')

/** @throws BadRow */
export function readNotice(row: BulkRow): OwedNotice {
  const [partition, offset, step, game, site, id, category, quantity, price, reason] = row
  const door = doorOf('notice', `${String(partition)}|${String(offset)}|${String(step)}`)
  return {
    offset: door.is(offset, isCount, 'log_offset'),
    step: door.is(step, isCount, 'step'),
    game: door.is(game, isGameNumber, 'game'),
    site: door.is(site, isSite, 'site'),
    id: door.is(id, isHold, 'id'),
    category: door.is(category, isCategoryNumber, 'category'),
    quantity: door.is(quantity, isInteger, 'quantity'),
    price: door.is(price, isInteger, 'price'),
    reason: door.is(reason, isReason, 'reason'),
  }
}

const saidWritten: Columns<Notice> = [
  ['game', 'smallint', notice => notice.game],
  ['site', 'text', notice => `"${notice.site}"`],
  ['id', 'uuid', notice => notice.id],
  ['category', 'smallint', notice => notice.category],
  ['quantity', 'bigint', notice => notice.quantity],
  ['price', 'bigint', notice => notice.price],
  ['reason', 'text', notice => notice.reason],
]

/** Where the line of the journal stands that a notice is owed for. */
export const noticePlaceWritten: Columns<OwedNotice> = [
  ['log_offset', 'bigint', notice => notice.offset],
  ['step', 'integer', notice => notice.step],
]

export const owedWritten: Columns<OwedNotice> = [...noticePlaceWritten, ...saidWritten]

export const seenWritten: Columns<SeenNotice> = [...saidWritten, ['count', 'bigint', notice => notice.count]]
