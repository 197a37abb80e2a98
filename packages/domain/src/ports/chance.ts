/** A number from 0 (included) to 1 (excluded), another at every call. It spreads waits; it decides nothing. */
export type Chance = () => number
