import { resolve } from 'node:path'
import { readMasterListFile } from '@matchday/adapters/files/master-list-file'
import type { MasterList } from '@matchday/domain/game/master-list'
import { readUtc } from '@matchday/domain/game/utc-time'
import { exitCodes } from '../../exit-codes.ts'
import { fail } from '../../output.ts'
import { sitesMax } from './home.ts'

export type UpFlags = {
  readonly sites: string
  readonly port: string
  readonly data: string
  readonly list: string
  readonly log: string
  readonly today?: string
  readonly postgresPort?: string
  readonly fresh?: true
}

/** How long before the first game the calendar starts where `--today` sets no day: 30 days. */
const headStartMs = 30 * 24 * 3_600_000

export type LogKind = 'postgres' | 'kafka'
export const logNames: Readonly<Record<LogKind, string>> = { postgres: 'Postgres', kafka: 'Kafka' }

export function logOf(text: string): LogKind {
  if (text === 'postgres' || text === 'kafka') return text
  return fail(`--log takes postgres or kafka, not "${text}"`, exitCodes.usage)
}

export const portOf = (text: string): number => integerFlag('--port', text, 1, 65_535 - sitesMax)
export const sitesOf = (text: string): number => integerFlag('--sites', text, 1, sitesMax)

/** Nothing where any free port will do. */
export const postgresPortOf = (text: string | undefined): { port?: number } =>
  text === undefined ? {} : { port: integerFlag('--postgres-port', text, 1, 65_535) }

function integerFlag(flag: string, text: string, min: number, max: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN
  if (value >= min && value <= max) return value
  return fail(`${flag} takes a whole number from ${min} to ${max}, not "${text}"`, exitCodes.usage)
}

/** The tournament's day when the sites start. */
export function todayOf(text: string | undefined, { games }: MasterList): number {
  if (text === undefined) return Math.min(...games.map(({ kickOffMs }) => kickOffMs)) - headStartMs
  const instant = readUtc(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)
  if (instant !== undefined) return instant
  return fail(`--today takes a day or an instant in UTC such as 2022-11-01T12:00:00Z, not "${text}"`, exitCodes.usage)
}

export async function listOf(path: string): Promise<MasterList> {
  const read = await readMasterListFile(resolve(path))
  if (read.ok) return read.value
  return fail(`${path} is not a master list to sell; \`matchday masterlist validate ${path}\` says why`, exitCodes.no)
}
