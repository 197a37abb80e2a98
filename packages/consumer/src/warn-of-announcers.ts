import type { Federation } from '@matchday/domain/inventory/federation'
import type { Logger } from 'pino'

/** Say at start when sites that do not wait for the log cannot be heard right: they know nothing of partitions. */
export function warnOfAnnouncers({ sites, partitions }: Federation, log: Logger): void {
  const announcing = sites.filter(({ waits }) => !waits).map(({ id }) => id)
  if (announcing.length === 0 || partitions === 1) return
  log.warn(
    { sites: announcing, partitions },
    `sites that do not wait for the log (${announcing.join(', ')}) send no key, and the log has ${partitions} ` +
      'partitions: what they say outside the home partition of its game is a dead letter, wrong-partition. ' +
      'A federation with such sites needs a log of one partition',
  )
}
