import { describe, expect, it } from '@jest/globals'
import type { OwedNotice } from '../inventory/notices.ts'
import { emptyPartition } from '../inventory/state.ts'
import type { NoticeTerms } from '../ports/site-copy.ts'
import type { Outgoing } from '../ports/sales-log.ts'
import { AppendOutcomeUnknown, Unavailable } from '../ports/unavailable.ts'
import { category, federationOf, game, hold, site } from '../testing/world.ts'
import { giveNotice, noticeAgainMs, noticesMax, noticeStallMs } from './give-notice.ts'

const owed = (number: number): OwedNotice => ({
  game: game(1), site: site('a'), id: hold(number), category: category(2), quantity: 3, price: 10,
  reason: 'expired', offset: number, step: 0,
})

/** A partition of site a's copy at offset 7 of a log that ends at 9. */
function sceneOf(count = 1) {
  const world = { nowMs: 1_000_000, takeMs: 0, federation: federationOf(1), fails: new Map<string, Error>() }
  const log: Outgoing[] = []
  const asked: (NoticeTerms & { readonly max: number })[] = []
  const left: OwedNotice[] = []
  const ports = {
    site: site('a'),
    salesLog: {
      end: () => Promise.resolve(9),
      append: (record: Outgoing) => {
        const failure = world.fails.get('hold' in record ? record.hold : '')
        if (failure !== undefined) return Promise.reject(failure)
        log.push(record)
        return Promise.resolve({ partition: 0, offset: 8 + log.length })
      },
    },
    copy: {
      partition: () => Promise.resolve({ ...emptyPartition(0), nextOffset: 7, federation: world.federation }),
      takeNotices: (_: number, terms: NoticeTerms, max: number) => {
        asked.push({ ...terms, max })
        world.nowMs += world.takeMs
        return Promise.resolve(Array.from({ length: Math.min(count, max) }, (__, index) => owed(index + 1)))
      },
      leaveNotices: (_: number, notices: readonly OwedNotice[]) => Promise.resolve(void left.push(...notices)),
    },
    clock: () => world.nowMs,
  }
  return { world, ports, log, asked, left }
}

describe('giving notice', () => {
  it('appends a CANCELLED of what others counted', async () => {
    const { ports, log, asked } = sceneOf()
    expect(await giveNotice(ports, 0)).toEqual({ appended: 1, more: false })
    expect(log).toEqual([{
      kind: 'release-requested', site: 'a', sentAtMs: 1_000_000, hold: hold(1),
      game: 1, category: 2, quantity: 3, price: 10, reason: 'expired', seats: null,
    }])
    expect(asked).toEqual([
      { nowMs: 1_000_000, againBeforeMs: 1_000_000 - noticeAgainMs, end: 9, max: noticesMax },
    ])
  })

  it('takes a bounded number a round, and says that there are more', async () => {
    const { ports, log } = sceneOf(noticesMax + 1)
    expect(await giveNotice(ports, 0)).toEqual({ appended: noticesMax, more: true })
    expect(log).toHaveLength(noticesMax)
  })

  it('takes nothing where every site waits, or this one is not in force', async () => {
    const { ports, world, asked } = sceneOf()
    const { sites } = world.federation
    for (const some of [sites.filter(({ waits }) => waits), sites.filter(({ id }) => id !== site('a'))]) {
      world.federation = { ...world.federation, sites: some }
      expect(await giveNotice(ports, 0)).toEqual({ appended: 0, more: false })
    }
    expect(asked).toEqual([])
  })

  it('leaves to others what it got to too late', async () => {
    const { ports, world, log } = sceneOf()
    world.takeMs = noticeStallMs
    expect(await giveNotice(ports, 0)).toMatchObject({ appended: 1 })
    world.takeMs = noticeStallMs + 1
    expect(await giveNotice(ports, 0)).toEqual({ appended: 0, more: true })
    expect(log).toHaveLength(1)
  })

  it('gives up what was surely not appended, and keeps what may have been', async () => {
    const { ports, world, log, left } = sceneOf(3)
    world.fails.set(hold(1), new Unavailable('sales-log'))
    await expect(giveNotice(ports, 0)).rejects.toThrow(Unavailable)
    expect(left).toEqual([owed(1)])
    expect(log).toHaveLength(2)
    world.fails.set(hold(1), new AppendOutcomeUnknown())
    await expect(giveNotice(ports, 0)).rejects.toThrow(AppendOutcomeUnknown)
    expect(left).toEqual([owed(1)])
  })
})
