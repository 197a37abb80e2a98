import { describe, expect, it } from '@jest/globals'
import { expectAgreement } from '../testing/agree.ts'
import type { Mishap } from '../testing/mishap.ts'
import { mishaps } from '../testing/mishap.ts'
import type { Paying } from '../testing/paying.ts'
import { paying, withCard } from '../testing/paying.ts'
import { pay } from './pay.ts'
import { recoverPayments } from './recover-payments.ts'

/** What a purchase does, one after the other; the first three until there is a payment to go on with. */
const steps = [
  'finding the reservation', 'reading its holds', 'opening the payment', 'authorising', 'writing that it is authorised',
  'appending the first sale', 'appending the second sale', 'reading what the log decided', 'writing that all is sold',
  'capturing', 'writing that it is captured',
]
const opening = 2

const kinds: readonly Mishap['kind'][] = [
  'dies-before', 'dies-after', 'unavailable', 'outcome-unknown-lost', 'outcome-unknown-kept',
]
const cases = steps.flatMap((step, operation) => kinds.map(kind => ({ step, operation, kind })))

/** A purchase whose handler meets with a mishap. */
async function troubled(mishap: Mishap): Promise<Paying> {
  const world = await paying()
  await pay(world.process(mishaps(world.log, [mishap])), withCard(world, 'visa')).catch((error: unknown) => {
    if (!(error instanceof Error)) throw error
  })
  return world
}

describe.each(cases)('$step: $kind', ({ operation, kind }) => {
  it('a second click finishes it, and sells nothing twice', async () => {
    const world = await troubled({ operation, kind })
    expect(await pay(world.process(), withCard(world, 'visa'))).toMatchObject({ kind: 'paid' })
    expect(world.log.entries.filter(({ said }) => said.kind === 'sale-requested')).toHaveLength(2)
    expectAgreement(world)
  })

  it('recovery finishes what was begun', async () => {
    const world = await troubled({ operation, kind })
    world.log.nowMs += 60_000
    await recoverPayments(world.process())
    expectAgreement(world)
    const isBegun = operation > opening || (operation === opening && kind === 'dies-after')
    expect(world.rows.size).toBe(isBegun ? 1 : 0)
    if (isBegun) expect(world.payment().state).toBe('captured')
  })
})
