import type { Calendar, Clock } from '@matchday/domain/ports/clock'

export const systemClock: Clock = () => Date.now()

/**
 * The tournament's calendar: at `todayMs` when it is made, and running on from there; the clock itself where no day
 * is set. So a tournament that was played long ago can be sold as if it were still to come.
 */
export function createCalendar(todayMs: number | undefined, clock: Clock): Calendar {
  if (todayMs === undefined) return clock
  const startedMs = clock()
  return () => todayMs + (clock() - startedMs)
}
