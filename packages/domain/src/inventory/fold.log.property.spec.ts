import { expect } from '@jest/globals'
import fc from 'fast-check'
import { anything, ofHolds, openedLog, stamped } from '../testing/arbitrary-log.ts'
import type { Law } from '../testing/law.ts'
import { atEachStep, holdTo, twoVersions } from '../testing/law.ts'
import { foldWithout } from '../testing/sabotage.ts'
import type { Replayed } from '../testing/world.ts'
import { logOf, opening, replay, stated } from '../testing/world.ts'
import * as clock from './clock.ts'
import * as decideHold from './decide-hold.ts'
import * as digest from './digest.ts'
import type { LogEntry } from './entry.ts'
import { emptyGame } from './stock.ts'

const rowsOf = ({ whole, journal, deadLetters, digests }: Replayed) => ({ whole, journal, deadLetters, digests })

/** What the log as a whole promises: order, time, batches and copies. */
const laws: Law[] = [
  {
    name: 'any split of a log into batches gives the same state',
    property: fold =>
      fc.property(openedLog(anything), fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (entries, sizes) => {
        const whole = rowsOf(replay(fold, entries, { tools: twoVersions }))
        expect(rowsOf(replay(fold, entries, { tools: twoVersions, sizes }))).toEqual(whole)
      }),
    without: () => foldWithout(clock, '../inventory/clock.ts', () => ({ horizonOf: (_, logTimeMs) => logTimeMs })),
  },
  {
    name: 'a stretch of holds folds the same in one batch as record by record, however short they live',
    property: fold =>
      fc.property(openedLog(ofHolds()), entries => {
        expect(rowsOf(replay(fold, entries, { sizes: [1] }))).toEqual(rowsOf(replay(fold, entries)))
      }),
    without: () =>
      foldWithout(digest, '../inventory/digest.ts', real => ({
        addRowHash: (sum, row, sign, sha256) => (sign === -1 ? sum : real.addRowHash(sum, row, sign, sha256)),
      })),
  },
  {
    name: 'the outcome depends on the bytes and the partition alone: two sites, whatever their clocks, are equal',
    property: fold =>
      fc.property(openedLog(anything), fc.nat(), (entries, nowMs) => {
        const here = rowsOf(replay(fold, entries, { tools: twoVersions }))
        const realNow = Date.now
        const realRandom = Math.random
        Date.now = () => nowMs
        Math.random = () => (nowMs % 97) / 97
        try {
          expect(rowsOf(replay(fold, entries, { tools: twoVersions }))).toEqual(here)
        } finally {
          Date.now = realNow
          Math.random = realRandom
        }
      }),
    without: () =>
      foldWithout(decideHold, '../inventory/decide-hold.ts', real => ({
        decideHold: (scene, request) => real.decideHold({ ...scene, logTimeMs: Date.now() }, request),
      })),
  },
  {
    name: 'log time never goes back, though timestamps do',
    property: fold =>
      fc.property(stamped(anything), entries => {
        let before = 0
        const later = entries.map(entry => ({ ...entry, offset: entry.offset + 1 }))
        atEachStep(fold, [...logOf([opening()]), ...later], ({ whole }) => {
          expect(whole.partition.logTimeMs).toBeGreaterThanOrEqual(before)
          before = whole.partition.logTimeMs
        })
      }),
    without: () =>
      foldWithout(clock, '../inventory/clock.ts', () => ({ logTimeAfter: (_, entry) => entry.timestampMs })),
  },
  {
    name: 'the digest tells any two different copies apart, and knows equal ones however they were batched',
    property: fold =>
      fc.property(openedLog(ofHolds()), fc.integer({ min: 1, max: 5 }), (entries, size) => {
        const end: LogEntry = { offset: entries.length, timestampMs: 1_000, stampedBy: 'log', said: stated() }
        const one = replay(fold, [...entries, end])
        const [first] = one.digests
        expect(replay(fold, [...entries, end], { sizes: [size] }).digests).toEqual([first])
        const [row] = one.whole.holds.values()
        fc.pre(row !== undefined)
        const other = replay(fold, entries).whole
        other.games.set(row.game, { ...(other.games.get(row.game) ?? emptyGame(row.game)), holdsSum: 1n })
        expect(replay(fold, [end], { whole: other }).digests).not.toEqual([first])
      }),
    without: () =>
      foldWithout(digest, '../inventory/digest.ts', real => ({
        digestOf: (partition, games, pendingsOf, sha256) =>
          real.digestOf(partition, games.map(found => ({ ...found, holdsSum: 0n })), pendingsOf, sha256),
      })),
  },
]

holdTo(laws)
