import type { Brand } from '../brand.ts'

/** A lower-case UUID. */
export type ReservationId = Brand<string, 'ReservationId'>
/** A lower-case UUID: what a buyer's token stands for. */
export type SessionId = Brand<string, 'SessionId'>
