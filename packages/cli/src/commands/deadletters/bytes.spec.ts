import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { bytesJson, bytesText, printable } from './bytes.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('bytes of a record', () => {
  it.each([
    ['{"meta":1}', '{"meta":1}'],
    ['São 日本 🎫', 'São 日本 🎫'],
    ['', '(empty)'],
    ['a\tb\r\n', 'a\\u{9}b\\u{d}\\u{a}'],
    ['\u001b]0;owned\u0007', '\\u{1b}]0;owned\\u{7}'],
    ['\u009b31m', '\\u{9b}31m'],
    ['ab\u202edc', 'ab\\u{202e}dc'],
  ])('that are text show as text: %j', (text, shown) => {
    expect(bytesText(bytes(text), 99)).toBe(shown)
  })

  it('that are not text show as hex, and none as none', () => {
    expect(bytesText(Uint8Array.of(0xff, 0, 0x1b), 99)).toBe('hex ff001b')
    expect(bytesText(null, 99)).toBe('(none)')
  })

  it('show their beginning where they are many', () => {
    expect(bytesText(bytes('x'.repeat(500)), 10)).toBe(`${'x'.repeat(10)}… (500 bytes)`)
    expect(bytesText(new Uint8Array(500).fill(0xff), 10)).toBe('hex ffffff… (500 bytes)')
  })

  it('come back whole from what programs are told', () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }).map(bytes)), given => {
      const told = bytesJson(given)
      const back = told === null ? null : 'text' in told ? bytes(told.text) : Buffer.from(told.base64, 'base64')
      expect(back === null ? null : new Uint8Array(back)).toEqual(new Uint8Array(given))
    }))
    expect(bytesJson(null)).toBeNull()
  })

  it('never bring a control character to a terminal', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => {
      expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    }))
  })
})
