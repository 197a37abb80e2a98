import fc from 'fast-check'
import type { Said } from '../inventory/entry.ts'
import { AppendOutcomeUnknown, Unavailable } from '../ports/unavailable.ts'
import type { LittleLog } from './little-site.ts'
import { say } from './little-site.ts'
import type { Guard } from './little-store.ts'

/** What goes wrong at one of a process's operations. */
export type Mishap = {
  /** Counted from 0; of all its ports together. */
  readonly operation: number
  readonly kind: 'dies-before' | 'dies-after' | 'unavailable' | 'outcome-unknown-lost' | 'outcome-unknown-kept'
}

export class Died extends Error {}

export const mishap: fc.Arbitrary<Mishap> = fc.record({
  operation: fc.nat(9),
  kind: fc.constantFrom(
    'dies-before', 'dies-after', 'unavailable', 'outcome-unknown-lost', 'outcome-unknown-kept',
  ),
})

/** A provider's answer that did not arrive: its port says so. */
const unheard = 'unknown' as never

/** What others say just before one of a process's operations. */
export type Rival = { readonly operation: number; readonly said: Said }

/** A process that meets with mishaps, while others go on. A dead process does nothing more. */
export function mishaps(log: LittleLog, list: readonly Mishap[], rivals: readonly Rival[] = []): Guard {
  let operations = 0
  let isDead = false
  return async (name, operation) => {
    await Promise.resolve()
    if (isDead) throw new Died()
    const at = operations++
    for (const rival of rivals.filter(one => one.operation === at)) say(log, rival.said)
    const kind = list.find(one => one.operation === at)?.kind ?? null
    isDead = kind === 'dies-before' || kind === 'dies-after'
    if (kind === 'dies-before') throw new Died()
    if (name === 'provider' && kind !== null && kind !== 'dies-after') {
      if (kind === 'outcome-unknown-kept') operation()
      return unheard
    }
    if (kind === 'unavailable' || (kind !== null && kind !== 'dies-after' && name !== 'append')) {
      throw new Unavailable(name === 'append' ? 'sales-log' : 'database')
    }
    if (kind === 'outcome-unknown-lost') throw new AppendOutcomeUnknown()
    const result = operation()
    if (kind === 'dies-after') throw new Died()
    if (kind === 'outcome-unknown-kept') throw new AppendOutcomeUnknown()
    return result
  }
}
