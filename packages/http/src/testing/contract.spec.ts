import { describe, expect, it } from '@jest/globals'
import { createShop } from '../services/shop/shop.ts'
import { createContract } from './contract.ts'
import { createFakeCatalogue, todayMs } from './games.ts'

describe('the contract that answers are held against', () => {
  const shop = createShop({ catalogue: createFakeCatalogue(), calendar: () => todayMs })
  const check = createContract(shop.routes)
  shop.close()
  const type = 'application/json; charset=utf-8'

  it('lets pass what is documented', () => {
    expect(() => check('GET', '/api/v1/games', { status: 200, type, body: { games: [] } })).not.toThrow()
  })

  it.each([
    ['a status', { status: 418, type, body: { games: [] } }, 'is not documented'],
    ['a media type', { status: 200, type: 'text/html', body: { games: [] } }, 'not text/html'],
    ['a field', { status: 200, type, body: { games: [], extra: 1 } }, 'must NOT have additional properties'],
    ['a missing field', { status: 200, type, body: {} }, "must have required property 'games'"],
    ['a value', { status: 200, type, body: { games: [{ game: 'one' }] } }, 'game must be integer'],
  ])('stops %s that is not', (_what, answer, message) => {
    expect(() => check('GET', '/api/v1/games', answer)).toThrow(message)
  })
})
