import { describe, expect, it } from '@jest/globals'
import { federationOf, site } from '@matchday/domain/testing/world'
import { Misconfigured } from '../config/misconfigured.ts'
import { checkLog } from './check-log.ts'

const federation = federationOf(1)
const log = { logId: 'log', partitions: 1 }

describe('the log that a site works on', () => {
  it('is the one that federation.json names, with this site in its roster', () => {
    expect(() => checkLog(federation, log, site('a'))).not.toThrow()
  })

  it.each([
    ['another log', { ...log, logId: 'other' }, 'a', 'federation.json is for the sales log log, but this is other'],
    ['more partitions', { ...log, partitions: 9 }, 'a', 'federation.json says 1 partition(s), but the sales log has 9'],
    ['a site that is not in the roster', log, 'c', 'the site c is not in the roster of federation.json'],
  ])('is refused: %s', (_, found, name, message) => {
    expect(() => checkLog(federation, found, site(name))).toThrow(new Misconfigured(message))
  })
})
