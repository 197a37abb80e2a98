import type { CopyDifference } from '@matchday/domain/inventory/compare-copies'
import type { Command } from 'commander'
import { exitCodes } from '../../exit-codes.ts'
import { withSite } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { fail, json, line, plural, table } from '../../output.ts'
import type { SiteFlags } from '../../site-settings.ts'
import { addSiteFlags } from '../../site-settings.ts'
import type { AuditedPartition } from './audit.ts'
import { audit } from './audit.ts'

type AuditFlags = SiteFlags & { readonly json?: true }

/** Adds `audit`: replay the log from its start and compare, and count the rows anew. */
export function addAudit(program: Command, io: Io): void {
  const command = program
    .command('audit')
    .description("replay the log into an empty database, and compare a site's copy with it; the site may go on")
    .option('--json', 'answer for programs')
  addSiteFlags(command).action(async (flags: AuditFlags) => {
    const { partitions, recounted } = await withSite(flags, parts => audit(io, parts))
    report(io, partitions, recounted, flags)
  })
}

function report(
  io: Io,
  partitions: readonly AuditedPartition[],
  recounted: readonly CopyDifference[],
  flags: AuditFlags,
): void {
  const replayed = partitions.flatMap(({ differences }) => differences)
  if (flags.json === true) json(io, { clean: replayed.length + recounted.length === 0, partitions, recounted })
  else {
    for (const { partition, offset, digest, differences } of partitions) {
      const verdict = differences.length === 0 ? 'equal' : plural(differences.length, 'difference')
      const replayed = `${plural(offset, 'record')} replayed`
      line(io, `partition ${partition}: ${replayed}, ${verdict}, digest ${digest.slice(0, 16)}`)
    }
    line(io, recounted.length === 0 ? 'Every counter is the sum of its rows.' : 'Counters that their rows do not give:')
    if (replayed.length > 0) differenceTable(io, 'replayed', replayed)
    if (recounted.length > 0) differenceTable(io, 'rows', recounted)
  }
  const all = replayed.length + recounted.length
  if (all > 0) fail(`the copy is not what the log says: ${plural(all, 'difference')}`, exitCodes.no)
}

const differenceTable = (io: Io, other: string, differences: readonly CopyDifference[]): void =>
  table(
    io,
    ['Game', 'What', 'copy', other],
    differences.map(({ game, what, here, there }) => [game ?? '', what, short(here), short(there)]),
  )

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)
