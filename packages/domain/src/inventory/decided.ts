import type { Hold } from './hold.ts'

/** A hold as this site's copy has it. */
export type Decided = {
  readonly hold: Hold
  /** The log granted it, but this site's limit per tournament does not allow it: it is being released. */
  readonly givenBack: boolean
}
