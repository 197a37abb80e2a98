import type { Decided } from '../inventory/decided.ts'
import type { HoldRef } from '../inventory/ids.ts'
import type { Position } from './sales-log.ts'

/** What the log decided, read from the primary. */
export type Decisions = {
  /**
   * The holds' rows once this site's copy has folded every one of `positions`; keyed by `holdKey`, absent where the
   * log has no such hold. Lookups of one commit go together.
   * @returns `timeout` when the copy did not get there within `timeoutMs`
   * @throws Unavailable
   */
  readonly after: (
    positions: readonly Position[],
    holds: readonly HoldRef[],
    timeoutMs: number,
  ) => Promise<ReadonlyMap<string, Decided> | 'timeout'>
}
