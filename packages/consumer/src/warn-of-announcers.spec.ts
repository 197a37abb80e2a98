import { describe, expect, it } from '@jest/globals'
import { federationOf } from '@matchday/domain/testing/world'
import { startConsumer } from './daemon.ts'
import { createLines, createParts, linesWith } from './testing/parts.ts'
import { createRows } from './testing/rows.ts'
import { createWorld } from './testing/world.ts'
import { warnOfAnnouncers } from './warn-of-announcers.ts'

const federation = federationOf(1)
const allWait = { ...federation, sites: federation.sites.filter(({ waits }) => waits) }

describe('sites that do not wait for the log', () => {
  it('on more than one partition are named at start, with what becomes of what they say', async () => {
    const twelve = { ...federation, partitions: 12 }
    const world = createWorld()
    const { parts, lines } = createParts(world, createRows(), { federation: twelve })
    const consumer = startConsumer({ ...parts, salesLog: { ...parts.salesLog, partitions: 12 } })
    await consumer.close()
    expect(linesWith(lines, 'wrong-partition')).toMatchObject([{ level: 40, sites: ['loud'], partitions: 12 }])
  })

  it.each([
    ['they are heard on the only partition', federation],
    ['every site waits', { ...allWait, partitions: 12 }],
  ])('are not spoken of where %s', (_, other) => {
    const { log, lines } = createLines()
    warnOfAnnouncers(other, log)
    expect(lines).toEqual([])
  })
})
