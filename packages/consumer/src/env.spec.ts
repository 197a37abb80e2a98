import { describe, expect, it } from '@jest/globals'
import { readSettings } from './env.ts'

const good = {
  DATABASE_URL: 'postgres://site@localhost:5432/north',
  SALES_LOG_URL: 'postgres://site@localhost:5432/log',
  MATCHDAY_SITE: 'north',
  MATCHDAY_FEDERATION: '/etc/matchday/federation.json',
}

describe('the environment of a consumer', () => {
  it('is that of its site, without the secrets', () => {
    expect(readSettings(good)).toEqual({
      ok: true,
      value: {
        config: {
          site: 'north',
          databaseUrl: good.DATABASE_URL,
          salesLog: { kind: 'postgres', url: good.SALES_LOG_URL },
          federationFile: good.MATCHDAY_FEDERATION,
        },
        metricsPort: undefined,
        logLevel: 'info',
      },
    })
  })

  it.each([
    ['MATCHDAY_METRICS_PORT', '65536'],
    ['MATCHDAY_METRICS_PORT', '9090 '],
    ['LOG_LEVEL', 'loud'],
    ['MATCHDAY_SITE', 'North'],
  ])('refuses %s=%s by name', (variable, value) => {
    expect(readSettings({ ...good, [variable]: value })).toMatchObject({ ok: false, refusal: [{ variable }] })
  })

  it('takes a port for the metrics', () => {
    expect(readSettings({ ...good, MATCHDAY_METRICS_PORT: '9100' })).toMatchObject({ value: { metricsPort: 9_100 } })
  })
})
