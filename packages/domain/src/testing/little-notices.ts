import type { Notices, OwedNotice } from '../inventory/notices.ts'
import { noticeKey } from '../inventory/notices.ts'
import type { NoticeTerms } from '../ports/site-copy.ts'
import { noticeTriesMax } from '../ports/site-copy.ts'

type Row = { readonly notice: OwedNotice; takenAtMs: number | null; tries: number }

export type LittleNotices = ReturnType<typeof littleNotices>

/** Notices that one partition's records left owed. */
export function littleNotices() {
  let rows: Row[] = []
  const settle = (key: string): void => {
    const alike = rows.filter(({ notice }) => noticeKey(notice) === key)
    const settled = alike.find(({ takenAtMs }) => takenAtMs !== null) ?? alike[0]
    rows = rows.filter(row => row !== settled)
  }
  return {
    owed: () => rows.map(({ notice }) => notice),
    keep: ({ owed, seen }: Notices): void => {
      for (const notice of seen) for (let time = 0; time < notice.count; time++) settle(noticeKey(notice))
      rows.push(...owed.map(notice => ({ notice, takenAtMs: null, tries: 0 })))
    },
    take: ({ nowMs, againBeforeMs, end }: NoticeTerms, nextOffset: number, max: number): OwedNotice[] => {
      const isFree = ({ takenAtMs, tries }: Row): boolean =>
        takenAtMs === null || (takenAtMs < againBeforeMs && tries < noticeTriesMax && nextOffset >= end)
      const taken = rows.filter(isFree).slice(0, max)
      for (const row of taken) Object.assign(row, { takenAtMs: nowMs, tries: row.tries + 1 })
      return taken.map(({ notice }) => notice)
    },
    leave: (left: readonly OwedNotice[]): void => {
      for (const row of rows) {
        if (left.some(({ offset, step }) => offset === row.notice.offset && step === row.notice.step)) {
          Object.assign(row, { takenAtMs: null, tries: row.tries - 1 })
        }
      }
    },
  }
}
