import type { Brand } from '../brand.ts'

/** One consumer process of this site, from its start to its end. ASCII, and never the same twice. */
export type MemberId = Brand<string, 'MemberId'>

/** Who of this site's consumers is there, by the clock of the database they share. */
export type Membership = {
  /**
   * Say that this one is there.
   * @returns everyone, this one included, who said so in the last `goneAfterMs` milliseconds and has not left
   * @throws Unavailable
   */
  readonly attend: (member: MemberId, goneAfterMs: number) => Promise<readonly MemberId[]>
  /** @throws Unavailable */
  readonly leave: (member: MemberId) => Promise<void>
}
