import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readUtc, utcText } from './utc-time.ts'

const anyMs = fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) })

it('writes what the engine writes, and reads it back', () => {
  fc.assert(
    fc.property(anyMs, epochMs => {
      const text = utcText(epochMs)
      expect(text).toBe(new Date(epochMs).toISOString().replace('.000Z', 'Z'))
      expect(readUtc(text)).toBe(epochMs)
    }),
  )
})

it('knows every day there is, and no other', () => {
  const part = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max })
  fc.assert(
    fc.property(fc.integer({ min: 1600, max: 2400 }), part(13), part(32), (year, month, day) => {
      const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T00:00:00Z`
      const engine = new Date(Date.UTC(year, month - 1, day))
      const exists = engine.getUTCMonth() === month - 1 && engine.getUTCDate() === day
      expect(readUtc(text)).toBe(exists ? engine.getTime() : undefined)
    }),
  )
})
