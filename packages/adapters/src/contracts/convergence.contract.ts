import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { DigestStated } from '@matchday/domain/inventory/entry'
import { noNotices } from '@matchday/domain/inventory/notices'
import { site } from '@matchday/domain/testing/world'
import { request, start } from './site-said.ts'
import type { OpenedSite, SiteSubject } from './site-subject.ts'
import { consume } from './site-subject.ts'

const states = (name: string, state: string | null, at: number | null): DigestStated => ({
  kind: 'digest-stated', site: site(name), sentAtMs: null, partition: 0, state, at,
})
const wrong = 'f'.repeat(64)

/** What a site must remember of its own and others' digests, whatever keeps them. */
export function convergenceContract(make: () => Promise<SiteSubject>): void {
  let subject: SiteSubject
  let here: OpenedSite
  /** This site's digest at offset 3. */
  let own: string
  beforeAll(async () => {
    subject = await make()
    here = subject.open()
  }, 60_000)
  beforeEach(async () => {
    await subject.clear()
    const { digests } = await consume(here.copy, [...start, request(1), states('b', null, null)], 1_000)
    own = digests[0]?.state ?? ''
  })
  afterAll(() => subject.remove())

  describe('how copies stand', () => {
    it('is not known of sites that stated nothing', async () => {
      expect(await here.convergence.standings()).toEqual([])
    })

    it('is what each stated last, held against this site’s own digest there', async () => {
      await consume(here.copy, [states('b', own, 3)], 1_000)
      await consume(here.copy, [states('a', wrong, 3), states('b', wrong, 4)], 1_000)
      await consume(here.copy, [request(2), states('b', wrong, 3)], 1_000)
      const [ofA, ofB] = await here.convergence.standings()
      expect(ofA).toEqual({
        partition: 0, site: 'a', statedAt: 5, at: 3, theirs: wrong, ours: own, equalAt: null, differsFrom: 3,
      })
      expect(ofB).toEqual({
        partition: 0, site: 'b', statedAt: 8, at: 3, theirs: wrong, ours: own, equalAt: 3, differsFrom: 4,
      })
      await consume(here.copy, [states('b', own, 3)], 1_000)
      expect((await here.convergence.standings())[1]).toMatchObject({ statedAt: 9, equalAt: 3, differsFrom: null })
    })

    it('is not touched by a statement of what this site has no digest for', async () => {
      await consume(here.copy, [states('b', wrong, 2), states('a', wrong, 99)], 1_000)
      expect(await here.convergence.standings()).toEqual([])
    })

    it('is as it was when a commit finds the partition elsewhere', async () => {
      const partition = await here.copy.partition(0)
      const standing = { site: site('b'), statedAt: 4, at: 3, theirs: wrong, ours: own, equalAt: null, differsFrom: 3 }
      const rows = { games: [], holds: [], buyers: [], pendings: [], journal: [], deadLetters: [], digests: [] }
      const changes = { partition, ...rows, stop: null }
      const none = { deadLetters: [], giveBacks: [], notices: noNotices, caughtUp: false }
      const batch = { changes, ...none, standings: [standing] }
      expect(await here.copy.commit({ ...batch, expectedOffset: 3 })).toBe('stale')
      expect(await here.convergence.standings()).toEqual([])
    })
  })

  describe('what a site has yet to state', () => {
    const place = () => here.convergence.place(0, site('a'))

    it('is everything until it states something', async () => {
      expect(await place()).toEqual({
        nextOffset: 4, latest: { offset: 3, state: own }, statedAt: null, digestsSince: 1,
      })
      expect(await here.convergence.place(7, site('a'))).toEqual({
        nextOffset: 0, latest: null, statedAt: null, digestsSince: 0,
      })
    })

    it('is what came after the offset of its last statement, and the digests among that', async () => {
      await consume(here.copy, [request(2), states('a', own, 3), states('b', own, 3), request(3)], 1_000)
      expect(await place()).toMatchObject({ nextOffset: 8, latest: { offset: 6 }, statedAt: 3, digestsSince: 2 })
    })
  })
}
