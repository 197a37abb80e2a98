/** Epoch milliseconds, now, by this site's own clock. It never decides a hold: log time does. */
export type Clock = () => number

/**
 * Epoch milliseconds of the tournament's day. The same as {@link Clock} unless the operator moved the calendar, so that
 * a tournament long played can be sold again; only "has this game started?" asks it.
 */
export type Calendar = () => number
