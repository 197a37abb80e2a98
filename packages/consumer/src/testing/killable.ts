import type { ConsumerParts } from '../daemon.ts'

export type Killable = {
  readonly parts: ConsumerParts
  readonly kill: () => void
  readonly isKilled: () => boolean
}

const never = new Promise<never>(() => {})

/**
 * What a consumer is made of, until it is killed: from then on nothing that it asks for is answered, so its loops stand
 * still where they are, and it leaves without a word.
 */
export function killable(parts: ConsumerParts): Killable {
  const death = new AbortController()
  const mortal = <Part extends object>(part: Part): Part => {
    const until = (member: unknown): unknown => {
      if (typeof member !== 'function') return member
      const method = member as (...args: unknown[]) => unknown
      return (...args: unknown[]) => (death.signal.aborted ? never : method(...args))
    }
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, until(member)])) as Part
  }
  const { salesLog, copy, decisions, reservations, convergence, membership, pause } = parts
  return {
    parts: {
      ...parts,
      salesLog: mortal(salesLog),
      copy: mortal(copy),
      decisions: mortal(decisions),
      reservations: mortal(reservations),
      convergence: mortal(convergence),
      membership: mortal(membership),
      // What sleeps never wakes, and leaves no timer behind.
      pause: async (ms, signal) => {
        await pause(ms, AbortSignal.any([signal, death.signal]))
        if (death.signal.aborted) await never
      },
    },
    kill: () => death.abort(),
    isKilled: () => death.signal.aborted,
  }
}
