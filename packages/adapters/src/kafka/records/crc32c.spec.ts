import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { crc32c } from './crc32c.ts'

describe('CRC-32C', () => {
  // The check values of RFC 3720, appendix B.4.
  it.each([
    ['nothing', Buffer.alloc(0), 0],
    ['the digits', Buffer.from('123456789'), 0xe3069283],
    ['zeros', Buffer.alloc(32), 0x8a9136aa],
    ['ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['ascending', Buffer.from(Array.from({ length: 32 }, (_, at) => at)), 0x46dd794e],
  ])('of %s', (_, bytes, sum) => {
    expect(crc32c(bytes)).toBe(sum)
  })

  it('is not the same when one bit is another', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), fc.nat(7), (drawn, at, bit) => {
      const bytes = Buffer.from(drawn)
      const before = crc32c(bytes)
      const place = at % bytes.length
      bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << bit), place)
      expect(crc32c(bytes)).not.toBe(before)
    }))
  })
})
