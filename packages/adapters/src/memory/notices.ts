import type { Notices, OwedNotice } from '@matchday/domain/inventory/notices'
import { noticeKey } from '@matchday/domain/inventory/notices'
import type { NoticeTerms } from '@matchday/domain/ports/site-copy'
import { noticeTriesMax } from '@matchday/domain/ports/site-copy'
import type { StoredNotice } from './site-store.ts'

/** Write what a batch leaves a partition to owe, and remove what it settles. */
export function keepNotices(stored: StoredNotice[], { owed, seen }: Notices): void {
  for (const notice of seen) {
    const alike = stored.filter(other => noticeKey(other.notice) === noticeKey(notice)).sort(byTaking)
    for (const settled of alike.slice(0, notice.count)) stored.splice(stored.indexOf(settled), 1)
  }
  stored.push(...owed.map(notice => ({ notice, takenAtMs: null, tries: 0 })))
}

/** Of two that one notice may settle, the one that somebody took is the one that was appended. */
const byTaking = (a: StoredNotice, b: StoredNotice): number => (a.takenAtMs ?? Infinity) - (b.takenAtMs ?? Infinity)

export function takeNotices(
  stored: StoredNotice[],
  { nowMs, againBeforeMs, end }: NoticeTerms,
  nextOffset: number,
  max: number,
): OwedNotice[] {
  const isFree = ({ takenAtMs, tries }: StoredNotice): boolean =>
    takenAtMs === null || (takenAtMs < againBeforeMs && tries < noticeTriesMax && nextOffset >= end)
  const taken: OwedNotice[] = []
  for (const [at, row] of stored.entries()) {
    if (taken.length === max || !isFree(row)) continue
    taken.push(row.notice)
    stored[at] = { ...row, takenAtMs: nowMs, tries: row.tries + 1 }
  }
  return taken
}

export function leaveNotices(stored: StoredNotice[], left: readonly OwedNotice[]): void {
  const places = new Set(left.map(placeOf))
  for (const [at, row] of stored.entries()) {
    if (places.has(placeOf(row.notice))) stored[at] = { ...row, takenAtMs: null, tries: row.tries - 1 }
  }
}

const placeOf = ({ offset, step }: OwedNotice): string => `${offset}|${step}`
