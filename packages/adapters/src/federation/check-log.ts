import type { Federation } from '@matchday/domain/inventory/federation'
import { siteInForce } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { Misconfigured } from '../config/misconfigured.ts'

/**
 * Whether this is the log that `federation.json` speaks of, and this site one of those that sell by it. A hold that is
 * requested in another log is decided by nobody; a copy of another, or of one cut into other partitions, equals no
 * other copy.
 * @throws Misconfigured
 */
export function checkLog(
  federation: Federation,
  salesLog: Pick<SalesLog, 'logId' | 'partitions'>,
  site: SiteId,
): void {
  if (salesLog.logId !== federation.logId) {
    throw new Misconfigured(`federation.json is for the sales log ${federation.logId}, but this is ${salesLog.logId}`)
  }
  if (salesLog.partitions !== federation.partitions) {
    const [said, has] = [federation.partitions, salesLog.partitions]
    throw new Misconfigured(`federation.json says ${said} partition(s), but the sales log has ${has}`)
  }
  if (siteInForce(federation, site) === undefined) {
    throw new Misconfigured(`the site ${site} is not in the roster of federation.json`)
  }
}
