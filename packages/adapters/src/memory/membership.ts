import type { Clock } from '@matchday/domain/ports/clock'
import type { Membership } from '@matchday/domain/ports/membership'
import type { MemorySiteStore } from './site-store.ts'

/** Who of a site's consumers is there, in memory, by the clock given. */
export const memoryMembership = ({ members }: MemorySiteStore, clock: Clock): Membership => ({
  attend: (member, goneAfterMs) => {
    members.set(member, clock())
    const here = [...members].filter(([id, seenAtMs]) => id === member || seenAtMs > clock() - goneAfterMs)
    return Promise.resolve(here.map(([id]) => id))
  },
  leave: member => {
    members.delete(member)
    return Promise.resolve()
  },
})
