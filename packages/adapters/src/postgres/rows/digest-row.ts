import type { DigestStanding } from '@matchday/domain/inventory/digest-standing'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { Digest } from '@matchday/domain/inventory/state'
import type { BulkRow } from '../bulk-pool.ts'
import type { Columns } from '../columns.ts'
import { doorOf, isCount, isText } from './bad-row.ts'
import { isSite } from './ids.ts'

export const digestWritten: Columns<Digest> = [
  ['log_offset', 'bigint', digest => digest.offset],
  ['state', 'text', digest => digest.state],
]

export const standingWritten: Columns<DigestStanding> = [
  ['site', 'text', standing => `"${standing.site}"`],
  ['stated_at', 'bigint', standing => standing.statedAt],
  ['at_offset', 'bigint', standing => standing.at],
  ['theirs', 'text', standing => standing.theirs],
  ['ours', 'text', standing => standing.ours],
  ['equal_at', 'bigint', standing => standing.equalAt],
  ['differs_from', 'bigint', standing => standing.differsFrom],
]

const isCountOrNull = (value: unknown): value is number | null => value === null || isCount(value)

/** A row of `digest_standing` as {@link standingWritten} orders its columns. @throws BadRow */
export function readStanding([site, statedAt, at, theirs, ours, equalAt, differsFrom]: BulkRow): DigestStanding {
  const door = doorOf('digest_standing', String(site))
  return {
    site: door.is(site, isSite, 'site'),
    statedAt: door.is(statedAt, isCount, 'stated_at'),
    at: door.is(at, isCount, 'at_offset'),
    theirs: door.is(theirs, isText, 'theirs'),
    ours: door.is(ours, isText, 'ours'),
    equalAt: door.is(equalAt, isCountOrNull, 'equal_at'),
    differsFrom: door.is(differsFrom, isCountOrNull, 'differs_from'),
  }
}

/** Digests by offset. @throws BadRow */
export const readDigests = (rows: readonly BulkRow[]): Map<number, string> =>
  new Map(rows.map(([offset, state]) => {
    const door = doorOf('digest', String(offset))
    return [door.is(offset, isCount, 'log_offset'), door.is(state, isText, 'state')]
  }))

/** Standings by site. @throws BadRow */
export const readStandings = (rows: readonly BulkRow[]): Map<SiteId, DigestStanding> =>
  new Map(rows.map(readStanding).map(standing => [standing.site, standing]))
