import { homePartition } from '@matchday/domain/inventory/home-partition'
import type { Outgoing } from '@matchday/domain/ports/sales-log'

/**
 * The partition a record belongs in: its game's home, or the one it names.
 * @throws RangeError when it names one that the log does not have
 */
export function placeOf(record: Outgoing, partitions: number): number {
  switch (record.kind) {
    case 'hold-requested':
    case 'sale-requested':
    case 'release-requested':
      return homePartition(record.game, partitions)
    case 'list-published':
      return homePartition(record.listing.game, partitions)
    case 'federation-published':
    case 'ticked':
    case 'digest-stated':
      return existing(record.partition, partitions)
    default:
      return record satisfies never
  }
}

/** @throws RangeError when a log of so many partitions has no such one */
export function existing(partition: number, partitions: number): number {
  if (Number.isInteger(partition) && partition >= 0 && partition < partitions) return partition
  throw new RangeError(`this log has the partitions 0 to ${partitions - 1}, and no ${partition}`)
}
