import { describe, expect, it } from '@jest/globals'
import type { MemberId } from '@matchday/domain/ports/membership'
import fc from 'fast-check'
import type { Role } from './ownership.ts'
import { rolesOf } from './ownership.ts'

const members = fc.uniqueArray(fc.uuid().map(id => id as MemberId), { minLength: 1, maxLength: 6 })
const partitionCounts = fc.integer({ min: 1, max: 15 })

const withRole = (role: Role, all: readonly MemberId[], partitions: number): MemberId[][] => {
  const roles = all.map(member => [member, rolesOf(member, all, partitions)] as const)
  return Array.from({ length: partitions }, (_, partition) =>
    roles.filter(([, has]) => has.get(partition) === role).map(([member]) => member))
}
const ownersOf = (all: readonly MemberId[], partitions: number) => withRole('owner', all, partitions)

describe('the partitions of a site', () => {
  it('have exactly one owner each, and one stand-by where there is somebody else', () => {
    fc.assert(fc.property(members, partitionCounts, (all, partitions) => {
      for (const owners of ownersOf(all, partitions)) expect(owners).toHaveLength(1)
      for (const next of withRole('stand-by', all, partitions)) expect(next).toHaveLength(all.length > 1 ? 1 : 0)
    }))
  })

  it('are owned by the same, in whatever order the members are named', () => {
    fc.assert(fc.property(members, partitionCounts, (all, partitions) => {
      expect(ownersOf(all.toReversed(), partitions)).toEqual(ownersOf(all, partitions))
    }))
  })

  it('stay where they are when a member leaves, but for its own, which its stand-by takes', () => {
    fc.assert(fc.property(members, partitionCounts, fc.nat(), (all, partitions, which) => {
      fc.pre(all.length > 1)
      const gone = all[which % all.length]
      const before = ownersOf(all, partitions)
      const standBys = withRole('stand-by', all, partitions)
      const after = ownersOf(all.filter(member => member !== gone), partitions)
      after.forEach((owners, partition) => {
        expect(owners).toEqual(before[partition]?.[0] === gone ? standBys[partition] : before[partition])
      })
    }))
  })

  it('are nobody’s business who is not there', () => {
    fc.assert(fc.property(members, fc.uuid(), (all, stranger) => {
      fc.pre(!all.includes(stranger as MemberId))
      expect(rolesOf(stranger as MemberId, all, 12).size).toBe(0)
    }))
  })

  it('are shared about equally by members with any ids', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.uuid(), { minLength: 4, maxLength: 4 }), ids => {
      const all = ids as MemberId[]
      for (const member of all) {
        const owned = [...rolesOf(member, all, 1_000).values()].filter(role => role === 'owner').length
        expect(owned).toBeGreaterThan(150)
        expect(owned).toBeLessThan(350)
      }
    }), { numRuns: 10 })
  })
})
