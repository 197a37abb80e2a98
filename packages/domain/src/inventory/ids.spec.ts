import { describe, expect, it } from '@jest/globals'
import { buyer, category, game, hold, site } from '../testing/world.ts'
import { buyerKey, categoryKey, holdKey, isBuyerHash, isHoldId, isSiteId } from './ids.ts'

describe('a site id', () => {
  it.each(['a', '0', 'north-2', 'a'.repeat(32), 'a-'])('may be %s', text => {
    expect(isSiteId(text)).toBe(true)
  })

  it.each(['', '-a', 'A', 'a b', 'a|b', 'a_b', 'é', 'a'.repeat(33), 'a\n', '\na'])('may not be %j', text => {
    expect(isSiteId(text)).toBe(false)
  })
})

describe('a hold id', () => {
  const uuid = '0123abcd-4567-89ef-0123-456789abcdef'

  it('is a lower-case UUID', () => {
    expect(isHoldId(uuid)).toBe(true)
    expect(isHoldId(hold(1))).toBe(true)
  })

  it.each([
    '', uuid.toUpperCase(), `${uuid}0`, `0${uuid}`, uuid.replaceAll('-', ''), uuid.replace('a', 'g'), `${uuid}\n`,
    '0123abcd-4567-89ef-0123-456789abcde', '0123abc-4567-89ef-0123-456789abcdef', `{${uuid}}`, `x|${uuid}`,
  ])('is not %j', text => {
    expect(isHoldId(text)).toBe(false)
  })
})

describe('a buyer', () => {
  it('is 43 characters of base64url', () => {
    expect(isBuyerHash('aZ09-_'.padEnd(43, 'x'))).toBe(true)
    expect(isBuyerHash(buyer(1))).toBe(true)
  })

  const almost = 'x'.repeat(42)
  it.each(['', almost, `${almost}xx`, `${almost}=`, `${almost}+`, `${almost}|`, `${almost}x\n`])('is not %j', text => {
    expect(isBuyerHash(text)).toBe(false)
  })
})

it('keys name what they stand for, and nothing else', () => {
  expect(holdKey({ game: game(1), site: site('a'), id: hold(2) })).toBe(`1|a|${hold(2)}`)
  expect(buyerKey({ game: game(1), buyer: buyer(2) })).toBe(`1|${buyer(2)}`)
  expect(categoryKey({ game: game(1), category: category(2) })).toBe('1|2')
})
