import { describe, expect, it } from '@jest/globals'
import { federationOf, site } from '@matchday/domain/testing/world'
import { checkFederation } from './check-federation.ts'
import { startConsumer } from './daemon.ts'
import { ConsumerFailure } from './failure.ts'
import { createParts } from './testing/parts.ts'
import { createRows } from './testing/rows.ts'
import { createWorld } from './testing/world.ts'

const federation = federationOf(1)
const log = { logId: 'log', partitions: 1 }

describe('the log at start', () => {
  it('is the one that federation.json names, with this site in its roster', () => {
    expect(() => checkFederation(federation, log, site('a'))).not.toThrow()
  })

  it.each([
    ['another log', { ...log, logId: 'other' }, 'a', 'federation.json is for the sales log log, but this one is other'],
    ['more partitions', { ...log, partitions: 9 }, 'a', 'federation.json says 1 partition(s), but the sales log has 9'],
    ['a site that is not in the roster', log, 'c', 'the site c is not in the roster of federation.json'],
  ])('is refused: %s', (_, found, name, message) => {
    expect(() => checkFederation(federation, found, site(name))).toThrow(new ConsumerFailure(message))
  })

  it('is checked before anything is folded', async () => {
    const world = createWorld()
    const { parts } = createParts(world, createRows(), { site: 'nobody' })
    expect(() => startConsumer(parts)).toThrow(ConsumerFailure)
    await world.time.settle()
    expect(world.listeners.size + world.time.sleepers()).toBe(0)
  })
})
