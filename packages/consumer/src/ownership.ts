import { murmur2 } from '@matchday/domain/inventory/home-partition'
import type { MemberId } from '@matchday/domain/ports/membership'

/** What a consumer does about a partition: follow it, or watch that whoever owns it does. */
export type Role = 'owner' | 'stand-by'

/**
 * What one member does about each partition that it has to do with. Each member knows by itself: every partition has
 * exactly one owner and, where there are two or more, one stand-by, who owns it next. Who leaves moves no partition but
 * its own, and who comes takes none but what it then owns. The shares are equal only on average.
 * Source: D. Thaler, C. Ravishankar, rendezvous hashing, 1998.
 * @param members everyone that is there, in any order; one who is not in it has no role
 */
export function rolesOf(member: MemberId, members: readonly MemberId[], partitions: number): ReadonlyMap<number, Role> {
  const roles = new Map<number, Role>()
  for (let partition = 0; partition < partitions; partition++) {
    const [owner, next] = ranked(partition, members)
    if (owner === member) roles.set(partition, 'owner')
    else if (next === member) roles.set(partition, 'stand-by')
  }
  return roles
}

/** The members in the order in which they are to own a partition. */
function ranked(partition: number, members: readonly MemberId[]): MemberId[] {
  const weights = new Map(members.map(member => [member, murmur2(`${partition}|${member}`) >>> 0]))
  return [...weights].sort(([a, weightA], [b, weightB]) => weightB - weightA || (a < b ? -1 : 1)).map(([id]) => id)
}
