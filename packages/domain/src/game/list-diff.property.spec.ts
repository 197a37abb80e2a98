import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { changeText } from './list-change-text.ts'
import type { ListChange } from './list-diff.ts'
import { diffLists } from './list-diff.ts'
import { anyList } from './testing/arbitrary-list.ts'

it('nothing changes from a list to itself', () => {
  fc.assert(fc.property(anyList, list => expect(diffLists(list, structuredClone(list))).toEqual([])))
})

it('something changes between lists that are not equal', () => {
  fc.assert(
    fc.property(anyList, anyList, (from, to) => {
      const same = JSON.stringify(from) === JSON.stringify(to)
      expect(diffLists(from, to).length === 0).toBe(same)
    }),
  )
})

/** The change that undoes this one, so far as a reader can tell them apart. */
const reversed = (change: ListChange): string => {
  const kind = change.kind.replace(/added|removed/, word => (word === 'added' ? 'removed' : 'added'))
  const { from, to } = { from: undefined, to: undefined, ...change }
  return JSON.stringify({ ...change, kind, from: to, to: from }, Object.keys(change).toSorted())
}

it('the way back undoes every change of the way there', () => {
  fc.assert(
    fc.property(anyList, anyList, (from, to) => {
      const there = diffLists(from, to).map(reversed)
      const back = diffLists(to, from).map(change => JSON.stringify(change, Object.keys(change).toSorted()))
      expect(there.toSorted()).toEqual(back.toSorted())
    }),
  )
})

it('every change has a line of its own', () => {
  fc.assert(
    fc.property(anyList, anyList, (from, to) => {
      const texts = diffLists(from, to).map(changeText)
      expect(new Set(texts).size).toBe(texts.length)
      expect(texts.every(text => text !== '' && !text.includes('\n') && !text.includes('[object'))).toBe(true)
    }),
  )
})
