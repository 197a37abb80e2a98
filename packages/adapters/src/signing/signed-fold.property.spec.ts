import { expect, it } from '@jest/globals'
import type { LogEntry } from '@matchday/domain/inventory/entry'
import { foldBatch } from '@matchday/domain/inventory/fold'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { Replayed } from '@matchday/domain/testing/world'
import { replay } from '@matchday/domain/testing/world'
import fc from 'fast-check'
import { createFoldTools, trustEveryWriter } from '../federation/fold-tools.ts'
import { createSignatureCheck } from './signature-check.ts'
import { entryAt, federation, hostileLog, place } from './testing/hostile-log.ts'

const files = { current: federation, versions: [federation] }

const fold = (entries: readonly LogEntry[], isSignedBy: FoldTools['isSignedBy'], size: number): Replayed =>
  replay(foldBatch, entries, { tools: createFoldTools(files, isSignedBy), sizes: [size] })

const rowsOf = ({ whole: { games, holds, buyers, queues } }: Replayed) => ({ games, holds, buyers, queues })

const property = (checkOf: () => FoldTools['isSignedBy']) =>
  fc.property(hostileLog, fc.integer({ min: 1, max: 9 }), ({ honest, mixed }, size) => {
    const alone = fold(honest.map((record, at) => entryAt(at, record, at)), checkOf(), size)
    const disturbed = fold(mixed.map((one, at) => entryAt(at, one.record, one.honest)), checkOf(), size)
    expect(alone.deadLetters).toEqual([])
    expect(rowsOf(disturbed)).toEqual(rowsOf(alone))
    const refused = mixed.flatMap(({ name }, offset) => (name === null || name === 'replayed' ? [] : [offset]))
    expect(disturbed.deadLetters.map(({ offset }) => offset)).toEqual(refused)
  })

it('nothing that is made of records without their keys changes a row, and all of it but replays is told', () => {
  fc.assert(property(() => createSignatureCheck(place)), { numRuns: 200 })
})

it('which holds by the signatures alone', () => {
  expect(fc.check(property(() => trustEveryWriter), { numRuns: 200 }).failed).toBe(true)
})
