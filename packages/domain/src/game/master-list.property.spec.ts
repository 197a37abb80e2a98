import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { checkMasterList } from './master-list.ts'
import { anyList, documentOf } from './testing/arbitrary-list.ts'
import { pathsIn, plant } from './testing/plant.ts'

it('a list survives being written and read', () => {
  fc.assert(fc.property(anyList, list => expect(checkMasterList(documentOf(list))).toEqual({ ok: true, value: list })))
})

/** No place of the format takes any of these; NaN stands for a value gone. */
const never = fc.constantFrom<unknown>(-1, 0.5, true, '', ' x', NaN)

it('a single fault anywhere in a valid list is found at its place, and nothing else is', () => {
  fc.assert(
    fc.property(anyList, fc.nat(), never, (list, at, value) => {
      const document = documentOf(list)
      const paths = pathsIn(document).filter(path => path.length > 0)
      const path = paths[at % paths.length] ?? []
      const last = path.at(-1)
      // Taking these away is no fault, or none of the place itself.
      const mayGo = last === 'note' || last === 'pending' || typeof last === 'number' || path.at(-2) === 'availability'
      if (Number.isNaN(value) && mayGo) return
      const result = checkMasterList(plant(document, path, Number.isNaN(value) ? undefined : value))
      expect(result.ok ? [] : result.refusal.map(fault => fault.path)).toEqual([path])
    }),
    { numRuns: 500 },
  )
})

it('a field that no format has is found wherever it stands', () => {
  fc.assert(
    fc.property(anyList, fc.nat(), (list, at) => {
      const document = documentOf(list)
      const objects = pathsIn(document).filter(path => typeof path.at(-1) !== 'string' || path.length < 2)
      const parents = objects.filter(path => path.length === 0 || path.length === 2)
      const path = [...(parents[at % parents.length] ?? []), 'surprise']
      const result = checkMasterList(plant(document, path, 1))
      expect(result.ok ? [] : result.refusal.map(fault => fault.path)).toEqual([path])
    }),
  )
})

it('whatever the document, the check says something and throws nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), document => {
      const result = checkMasterList(document)
      expect(result.ok || result.refusal.length > 0).toBe(true)
    }),
  )
})
