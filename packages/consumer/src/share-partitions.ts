import type { Chance } from '@matchday/domain/ports/chance'
import type { MemberId, Membership } from '@matchday/domain/ports/membership'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { Role } from './ownership.ts'
import { rolesOf } from './ownership.ts'
import { repeat } from './repeat.ts'
import type { Reports } from './reports.ts'
import type { Pause } from './time.ts'
import { createBell } from './time.ts'

/** How often a consumer says that it is there. */
export const attendEveryMs = 2_000
/** Who was not heard of for so long is gone. Whatever it follows its stand-by takes over long before. */
export const goneAfterMs = 7_000

export type SharingParts = {
  readonly member: MemberId
  readonly membership: Membership
  readonly salesLog: Pick<SalesLog, 'partitions'>
  readonly chance: Chance
  readonly pause: Pause
  readonly reports: Reports
}

/** Do what a role asks for about a partition until `signal` aborts. */
export type Work = (partition: number, role: Role, signal: AbortSignal) => Promise<void>

/**
 * Share the partitions with the other consumers of this site, as long as `signal` lets: say again and again that this
 * one is there, and take up and lay down work as others come and go. While nobody can be asked, all goes on as it is.
 * Two may think for seconds that a partition is theirs: the commit lets one through (see `stand-by.ts`).
 * @throws what a piece of work throws, when all others have ended
 */
export async function sharePartitions(parts: SharingParts, work: Work, signal: AbortSignal): Promise<void> {
  const { member, membership, salesLog, chance, pause, reports } = parts
  const failed = new AbortController()
  const failures: unknown[] = []
  const desk = createDesk(work, error => {
    failures.push(error)
    failed.abort()
  })
  let hasAttended = false
  const step = async (): Promise<number> => {
    const members = await membership.attend(member, goneAfterMs)
    if (!hasAttended) reports.available('database')
    hasAttended = true
    const roles = rolesOf(member, members, salesLog.partitions)
    if (desk.change(roles)) reports.sharing(roles, members.length)
    return attendEveryMs
  }
  // Later the sales loops tell of the same outage.
  const onFailure = (error: Error): void => {
    if (!hasAttended && error instanceof Unavailable) reports.unavailable(error.part, error)
  }
  const ending = AbortSignal.any([signal, failed.signal])
  try {
    await repeat(step, { bell: createBell(pause), chance, signal: ending, onFailure })
  } finally {
    await desk.clear()
    // Where it cannot be said now, the others will notice.
    await membership.leave(member).catch(() => {})
  }
  if (failures.length > 0) throw failures[0]
}

/** The work that is under way, by partition. */
type Desk = {
  /** @returns whether anything changed */
  readonly change: (roles: ReadonlyMap<number, Role>) => boolean
  /** Lay down everything; resolves when all of it has ended. */
  readonly clear: () => Promise<void>
}

type Place = { readonly role: Role | null; readonly stopping: AbortController; readonly ended: Promise<void> }

function createDesk(work: Work, onFailure: (error: unknown) => void): Desk {
  const places = new Map<number, Place>()
  /** What was under way in a partition ends before anything else begins there. */
  const take = (partition: number, role: Role | null): void => {
    const before = places.get(partition)
    before?.stopping.abort()
    const stopping = new AbortController()
    const begin = async (): Promise<void> => {
      await before?.ended
      if (role !== null && !stopping.signal.aborted) await work(partition, role, stopping.signal)
    }
    places.set(partition, { role, stopping, ended: begin().catch(onFailure) })
  }
  return {
    change: roles => {
      const partitions = [...new Set([...places.keys(), ...roles.keys()])]
      const changed = partitions.filter(at => (places.get(at)?.role ?? null) !== (roles.get(at) ?? null))
      for (const partition of changed) take(partition, roles.get(partition) ?? null)
      return changed.length > 0
    },
    clear: async () => {
      for (const { stopping } of places.values()) stopping.abort()
      await Promise.all([...places.values()].map(({ ended }) => ended))
    },
  }
}
