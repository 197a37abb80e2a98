import type { Place } from '../json-place.ts'
import { below, note, shown } from '../json-place.ts'
import { epochDay } from '../utc-time.ts'
import { offsetMinutes } from '../venue.ts'
import type { Repair } from './repair.ts'
import type { Stadium } from './stadiums.ts'

const minuteMs = 60_000

/**
 * Kick-off in epoch milliseconds from `date` (`2022-11-20`) and `time` (`19:00`, local to the stadium, or
 * `13:00 UTC-6`). An offset in the time is the more particular of the two statements: where it is not the stadium's,
 * it is believed, and the difference reported. 0 stands in where a fault was noted.
 */
export function kickOffAt(match: Place, stadium: Stadium, repairs: Repair[]): number {
  const day = dayAt(below(match, 'date'))
  const timeAt = below(match, 'time')
  const parts = typeof timeAt.value === 'string' ? /^(\d{1,2}):(\d{2})(?: (UTC.*))?$/.exec(timeAt.value) : null
  const [, hours, minutes, ownZone] = parts ?? []
  const zone = ownZone ?? stadium.timezone
  const offset = offsetMinutes(zone)
  if (parts === null || offset === undefined || Number(hours) > 23 || Number(minutes) > 59) {
    note(timeAt, `${shown(timeAt.value)} is not a time such as "19:00" or "13:00 UTC-6"`)
    return 0
  }
  const path = timeAt.path
  if (ownZone === undefined) {
    repairs.push({ kind: 'zone-from-stadium', file: 'worldcup', path, game: null, from: null, to: zone })
  } else if (offset !== offsetMinutes(stadium.timezone)) {
    repairs.push({ kind: 'zone-differs', file: 'worldcup', path, game: null, from: stadium.timezone, to: zone })
  }
  return (day * 1_440 + Number(hours) * 60 + Number(minutes) - offset) * minuteMs
}

/** Days since 1970-01-01. */
function dayAt(place: Place): number {
  const parts = typeof place.value === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(place.value) : null
  const [year = 0, month = 0, day = 0] = (parts ?? []).slice(1).map(Number)
  // Where nothing was read, month 0 is no month.
  const days = epochDay({ year, month, day })
  if (days === undefined) note(place, `${shown(place.value)} is not a date such as "2022-11-20"`)
  return days ?? 0
}
