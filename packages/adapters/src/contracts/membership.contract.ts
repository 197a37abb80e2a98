import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { MemberId, Membership } from '@matchday/domain/ports/membership'
import { until } from './sales-log-records.ts'
import type { SiteSubject } from './site-subject.ts'

const [one, two, three] = ['one', 'two', 'three'] as MemberId[] as [MemberId, MemberId, MemberId]

/** Longer than any test takes, and so short that a test can wait for it. */
const [longMs, shortMs] = [600_000, 50]

/** What those who share a site must know of each other, whatever keeps it. */
export function membershipContract(make: () => Promise<SiteSubject>): void {
  let subject: SiteSubject
  let here: Membership
  let there: Membership
  beforeAll(async () => {
    subject = await make()
    here = subject.open(Date.now).membership
    there = subject.open(Date.now).membership
  }, 60_000)
  beforeEach(async () => {
    for (const member of [one, two, three]) await here.leave(member)
  })
  afterAll(() => subject.remove())

  const sorted = async (members: Promise<readonly MemberId[]>) => (await members).toSorted()

  describe('a member', () => {
    it('is there as soon as it says so, alone or among others', async () => {
      expect(await here.attend(one, longMs)).toEqual(['one'])
      expect(await sorted(there.attend(two, longMs))).toEqual(['one', 'two'])
      expect(await sorted(here.attend(one, longMs))).toEqual(['one', 'two'])
    })

    it('is gone when it leaves, or says nothing for too long, and may come back', async () => {
      for (const member of [one, two, three]) await here.attend(member, longMs)
      await there.leave(two)
      expect(await sorted(here.attend(one, longMs))).toEqual(['one', 'three'])
      await until(async () => (await here.attend(one, shortMs)).length === 1)
      expect(await sorted(there.attend(three, shortMs))).toContain('three')
      expect(await sorted(here.attend(one, longMs))).toEqual(['one', 'three'])
    })

    it('is itself there, whatever it thinks of the others', async () => {
      expect(await here.attend(one, 0)).toEqual(['one'])
    })

    it('may leave without having come', async () => {
      await here.leave(one)
      expect(await here.attend(two, longMs)).toEqual(['two'])
    })

    it('hears of all who come at once', async () => {
      const many = Array.from({ length: 20 }, (_, index) => `many-${index}` as MemberId)
      await Promise.all(many.map((member, index) => (index % 2 === 0 ? here : there).attend(member, longMs)))
      expect(await here.attend(one, longMs)).toHaveLength(21)
      await Promise.all(many.map(there.leave))
    })
  })
}
