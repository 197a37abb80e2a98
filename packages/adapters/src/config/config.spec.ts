import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { createCalendar } from './clock.ts'
import { describeFaults, readEnvironment } from './environment.ts'
import { siteVariables } from './site-environment.ts'

const schema = z.object(siteVariables)

const good = {
  DATABASE_URL: 'postgres://site@localhost:5432/north',
  MATCHDAY_SITE: 'north',
  MATCHDAY_SECRET: 's'.repeat(32),
  MATCHDAY_BUYER_SECRET: 'b'.repeat(32),
  MATCHDAY_FEDERATION: './federation.json',
}

const faultsOf = (environment: Record<string, string>) => {
  const read = readEnvironment(schema, environment)
  return read.ok ? [] : read.refusal
}

describe('the environment of a site', () => {
  it('is read from variables, of which there may be others', () => {
    const read = readEnvironment(schema, { ...good, MATCHDAY_TODAY: '2022-11-18T02:00:00+02:00', HOME: '/root' })
    expect(read).toEqual({ ok: true, value: { ...good, MATCHDAY_TODAY: Date.UTC(2022, 10, 18) } })
  })

  it('lists every fault in one go, by the name of its variable', () => {
    expect(faultsOf({}).map(({ variable }) => variable)).toEqual(Object.keys(good))
    expect(describeFaults(faultsOf({}))).toContain("MATCHDAY_SITE: is not set; it is this site's id")
  })

  it.each([
    ['DATABASE_URL', 'mysql://localhost'],
    ['MATCHDAY_SITE', 'North Site'],
    ['MATCHDAY_SECRET', 's'.repeat(31)],
    ['MATCHDAY_BUYER_SECRET', 'short'],
    ['MATCHDAY_TODAY', '18 November'],
    ['MATCHDAY_TODAY', '2022-11-18T00:00:00'],
  ])('refuses %s=%s', (variable, value) => {
    expect(faultsOf({ ...good, [variable]: value }).map(fault => fault.variable)).toEqual([variable])
  })

  it('takes an empty variable for none', () => {
    expect(faultsOf({ ...good, MATCHDAY_SITE: '' })).toHaveLength(1)
    expect(faultsOf({ ...good, MATCHDAY_TODAY: '' })).toEqual([])
  })

  it('never repeats a value: it may be a secret', () => {
    const said = describeFaults(faultsOf({ ...good, MATCHDAY_SECRET: 'hunter2', DATABASE_URL: 'x://u:hunter2@h/d' }))
    expect(said).toContain('MATCHDAY_SECRET')
    expect(said).not.toContain('hunter2')
  })
})

describe("the tournament's calendar", () => {
  it('starts on the day that is set and runs on with the clock', () => {
    let now = 1_000
    const calendar = createCalendar(5_000, () => now)
    expect(calendar()).toBe(5_000)
    now = 1_750
    expect(calendar()).toBe(5_750)
  })

  it('is the clock where no day is set', () => {
    expect(createCalendar(undefined, () => 42)()).toBe(42)
  })
})
