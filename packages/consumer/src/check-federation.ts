import type { Federation } from '@matchday/domain/inventory/federation'
import { siteInForce } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { ConsumerFailure } from './failure.ts'

/**
 * Whether this is the log that `federation.json` speaks of, and this site one of those that sell by it. Folding
 * another log, or one cut into other partitions, would make a copy that equals nobody's.
 * @throws ConsumerFailure
 */
export function checkFederation(
  federation: Federation,
  salesLog: Pick<SalesLog, 'logId' | 'partitions'>,
  site: SiteId,
): void {
  const { logId, partitions } = federation
  if (salesLog.logId !== logId) {
    throw new ConsumerFailure(`federation.json is for the sales log ${logId}, but this one is ${salesLog.logId}`)
  }
  if (salesLog.partitions !== partitions) {
    throw new ConsumerFailure(
      `federation.json says ${partitions} partition(s), but the sales log has ${salesLog.partitions}`,
    )
  }
  if (siteInForce(federation, site) === undefined) {
    throw new ConsumerFailure(`the site ${site} is not in the roster of federation.json`)
  }
}
