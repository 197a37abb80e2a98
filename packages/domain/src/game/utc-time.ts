const pattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{3}))?Z$/
const dayMs = 86_400_000
const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** A moment on the UTC calendar: month 1..12, day from 1, no leap second. */
export type Civil = { readonly year: number; readonly month: number; readonly day: number }

/**
 * Epoch milliseconds of `2022-11-20T16:00:00Z` (milliseconds may follow the seconds).
 * Undefined for any other shape and for a day or an hour that does not exist.
 */
export function readUtc(text: string): number | undefined {
  const parts = pattern.exec(text)
  if (parts === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0] = parts
    .slice(1)
    .map(part => Number(part ?? 0))
  const days = epochDay({ year, month, day })
  if (days === undefined || hour > 23 || minute > 59 || second > 59) return undefined
  return days * dayMs + ((hour * 60 + minute) * 60 + second) * 1_000 + ms
}

/** `2022-11-20T16:00:00Z`; milliseconds are written only where there are any. For the years 0 to 9999. */
export function utcText(epochMs: number): string {
  const days = Math.floor(epochMs / dayMs)
  const rest = epochMs - days * dayMs
  const { year, month, day } = civilOf(days)
  const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`
  const time = [rest / 3_600_000, (rest / 60_000) % 60, (rest / 1_000) % 60].map(part => pad(Math.floor(part)))
  const ms = rest % 1_000
  return `${date}T${time.join(':')}${ms === 0 ? '' : `.${pad(ms, 3)}`}Z`
}

/** Days since 1970-01-01; undefined where the month has no such day. */
export function epochDay({ year, month, day }: Civil): number | undefined {
  const length = daysInMonth[month - 1]
  if (length === undefined || day < 1 || day > length + (month === 2 && isLeap(year) ? 1 : 0)) return undefined
  // Years begin in March so that the leap day comes last: H. Hinnant, "chrono-compatible low-level date algorithms".
  const fromMarch = month <= 2 ? year - 1 : year
  const era = Math.floor(fromMarch / 400)
  const yearOfEra = fromMarch - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function civilOf(days: number): Civil {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const leaps = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const pad = (value: number, width = 2): string => String(value).padStart(width, '0')
