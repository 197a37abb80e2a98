import { describe, expect, it } from '@jest/globals'
import { readSalesLog } from './sales-log-environment.ts'

describe('the sales log that the environment describes', () => {
  it('is in Postgres', () => {
    const url = 'postgresql://site@localhost/log'
    expect(readSalesLog({ SALES_LOG_URL: url })).toEqual({ ok: true, value: { kind: 'postgres', url } })
  })

  it('is refused where it is no database', () => {
    expect(readSalesLog({ SALES_LOG_URL: 'localhost:5432' })).toMatchObject({
      refusal: [{ variable: 'SALES_LOG_URL', reason: expect.stringContaining('is not a URL') }],
    })
  })
})
