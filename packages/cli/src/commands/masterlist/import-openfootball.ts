import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpenfootballFiles } from '@matchday/adapters/files/openfootball-files'
import { readOpenfootballFiles } from '@matchday/adapters/files/openfootball-files'
import type { BuiltList } from '@matchday/domain/game/openfootball/build-list'
import { exitCodes } from '../../exit-codes.ts'
import type { Io } from '../../output.ts'
import { fail, json, plural } from '../../output.ts'
import { failOnFile, faultJson } from '../../faults.ts'
import { repairJson } from './repairs.ts'

export type OpenfootballFlags = {
  readonly worldcup?: string
  readonly stadiums?: string
  readonly groups?: string
  readonly pricing?: string
  readonly json?: true
}

/** The list that openfootball's files make with a pricing file; the command ends where they make none. */
export async function importFiles(io: Io, source: string | undefined, flags: OpenfootballFlags): Promise<BuiltList> {
  const built = await readOpenfootballFiles(await filesOf(source, flags))
  if (built.ok) return built.value
  const { refusal } = built
  if (refusal.kind === 'unreadable' || flags.json !== true) return failOnFile(io, refusal, false)
  const { faults, repairs } = refusal
  json(io, { valid: false, faults: faults.map(faultJson), repairs: repairs.map(repairJson) })
  return fail(`${plural(faults.length, 'fault')} that cannot be repaired`, exitCodes.no)
}

/**
 * The four files: each as its flag says, else by `source`: in a folder `worldcup.json`, `worldcup.stadiums.json` and
 * `worldcup.groups.json`, which is how openfootball names them, or else `SOURCE-worldcup.json` and so on.
 */
async function filesOf(source: string | undefined, flags: OpenfootballFlags): Promise<OpenfootballFiles> {
  const byRule = source === undefined ? {} : await namesBelow(source)
  const { worldcup, stadiums, groups, pricing } = { ...byRule, ...flags }
  if (worldcup !== undefined && stadiums !== undefined && groups !== undefined && pricing !== undefined) {
    return { worldcup, stadiums, groups, pricing }
  }
  const given = { worldcup, stadiums, groups, pricing }
  const missing = Object.entries(given).flatMap(([name, file]) => (file === undefined ? [`--${name}`] : []))
  return fail(`openfootball needs ${missing.join(', ')}`, exitCodes.usage)
}

async function namesBelow(source: string): Promise<Omit<OpenfootballFiles, 'pricing'>> {
  const isFolder = await stat(source).then(
    stats => stats.isDirectory(),
    () => false,
  )
  const name = (file: string): string =>
    isFolder ? join(source, file === 'worldcup' ? 'worldcup.json' : `worldcup.${file}.json`) : `${source}-${file}.json`
  return { worldcup: name('worldcup'), stadiums: name('stadiums'), groups: name('groups') }
}
