export type GameNumber = number
