import { describe, expect, it } from '@jest/globals'
import { readFlags } from '@matchday/adapters/config/flags'
import { flags, readConfig } from './config.ts'

const good = {
  DATABASE_URL: 'postgres://localhost/north',
  SALES_LOG_URL: 'postgres://localhost/log',
  MATCHDAY_SITE: 'north',
  MATCHDAY_SECRET: 's'.repeat(32),
  MATCHDAY_BUYER_SECRET: 'b'.repeat(32),
  MATCHDAY_FEDERATION: 'federation.json',
}

describe('the configuration', () => {
  it('needs only what has no sensible default', () => {
    expect(readConfig(good)).toEqual({
      ok: true,
      value: {
        site: 'north',
        databaseUrl: 'postgres://localhost/north',
        salesLog: { kind: 'postgres', url: 'postgres://localhost/log' },
        secret: 's'.repeat(32),
        buyerSecret: 'b'.repeat(32),
        federationFile: 'federation.json',
        todayMs: undefined,
        services: ['shop', 'reservations'],
        host: '127.0.0.1',
        port: 3000,
        decisionTimeoutMs: 5000,
        logLevel: 'info',
      },
    })
  })

  it('lists all that is wrong, by variable', () => {
    const { DATABASE_URL: _, ...others } = good
    const read = readConfig({ ...others, PORT: '3000x', MATCHDAY_SERVICES: 'shop, payments', LOG_LEVEL: 'loud' })
    expect(read.ok ? [] : read.refusal).toEqual([
      { variable: 'DATABASE_URL', reason: "is not set; it is this site's own database" },
      { variable: 'PORT', reason: 'is not a port from 0 to 65535' },
      { variable: 'MATCHDAY_SERVICES', reason: 'names no service: payments; those there are: shop, reservations' },
      { variable: 'LOG_LEVEL', reason: expect.stringContaining('is not one of fatal, error') },
    ])
  })

  it.each([['PORT', '65536'], ['PORT', '-1'], ['PORT', '1.5'], ['MATCHDAY_DECISION_TIMEOUT_MS', '0']])(
    'refuses %s=%s',
    (variable, value) => {
      expect(readConfig({ ...good, [variable]: value }).ok).toBe(false)
    },
  )

  it('takes what the command line says over the environment', () => {
    const environment = readFlags(flags, ['--services', 'shop', '--port', '0'], { ...good, PORT: '99' })
    const read = environment.ok ? readConfig(environment.value) : environment
    expect(read.ok && [read.value.services, read.value.port]).toEqual([['shop'], 0])
  })
})
