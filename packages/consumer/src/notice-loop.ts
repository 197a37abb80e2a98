import type { Chance } from '@matchday/domain/ports/chance'
import type { GiveNoticePorts } from '@matchday/domain/usecases/give-notice'
import { giveNotice } from '@matchday/domain/usecases/give-notice'
import { repeat } from './repeat.ts'
import type { Reports } from './reports.ts'
import type { Bell } from './time.ts'

/** How often to look for what a process before, or one that lost its way, left. */
const noticeLookMs = 10_000

export type NoticeLoopParts = GiveNoticePorts & { readonly chance: Chance; readonly reports: Reports }

/**
 * Tell the sites that do not wait for the log what became of one partition's holds of this site, whenever `bell` rings,
 * until `signal` aborts. Where every site waits there is nothing to do.
 */
export async function giveNotices(
  parts: NoticeLoopParts,
  partition: number,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  const step = async (): Promise<number> => {
    bell.reset()
    const { appended, more } = await giveNotice(parts, partition)
    if (appended > 0) parts.reports.gaveNotice(appended)
    return more ? 0 : noticeLookMs
  }
  await repeat(step, { bell, chance: parts.chance, signal })
}
