import { readFederationFile } from '@matchday/adapters/federation/federation-file'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { PartitionState } from '@matchday/domain/inventory/state'
import type { Command } from 'commander'
import { failOnFile } from '../../faults.ts'
import { withSite } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { json, table } from '../../output.ts'
import { partitionStates } from '../../publisher.ts'
import type { SiteFlags } from '../../site-settings.ts'
import { addSiteFlags } from '../../site-settings.ts'

type ShowFlags = SiteFlags & { readonly json?: true }

/** Adds `show [FILE]`: what a file says, or what a site's file says and which version is in force where. */
export function addShow(federation: Command, io: Io): void {
  const command = federation
    .command('show')
    .description("a federation file; without one a site's own, and which version is in force in each partition")
    .argument('[file]', 'a federation.json')
    .option('--json', 'answer for programs')
  addSiteFlags(command).action(async (file: string | undefined, flags: ShowFlags) => {
    const shown = file === undefined ? await shownSite(flags) : await shownFile(io, file, flags)
    if (flags.json === true) json(io, jsonOf(shown))
    else show(io, shown)
  })
}

type Shown = {
  readonly file: string
  readonly federation: Federation
  /** Null where no site was asked. */
  readonly states: readonly PartitionState[] | null
}

async function shownFile(io: Io, file: string, flags: ShowFlags): Promise<Shown> {
  const read = await readFederationFile(file)
  if (!read.ok) return failOnFile(io, read.refusal, flags.json === true)
  return { file, federation: read.value, states: null }
}

const shownSite = (flags: ShowFlags): Promise<Shown> =>
  withSite(flags, async parts => ({
    file: parts.settings.MATCHDAY_FEDERATION,
    federation: parts.federation.current,
    states: await partitionStates(parts),
  }))

const jsonOf = ({ federation, states }: Shown): object => ({
  ...federation,
  inForce: states?.map(({ partition, federation: inForce }) => ({
    partition,
    version: inForce?.version ?? null,
    sha256: inForce?.sha256 ?? null,
  })) ?? null,
})

function show(io: Io, { file, federation, states }: Shown): void {
  const { version, tournament, sha256, logId, partitions, publisher, sites, settings } = federation
  table(io, ['Federation', file], [
    ['Version', String(version)],
    ['SHA-256', sha256],
    ['Tournament', tournament],
    ['Log', `${logId}, partitions: ${partitions}`],
    ['Publisher', `${publisher.id}, ${keyText(publisher.publicKey)}`],
    ...Object.entries(settings).map(([name, value]) => [name, String(value ?? 'no bound')]),
  ])
  table(io, ['Site', 'Name', 'Waits for the log', 'Public key'], sites.map(({ id, name, waits, publicKey }) => [
    id, name, waits ? 'yes' : 'no', keyText(publicKey),
  ]))
  if (states === null) return
  table(io, ['Partition', 'In force', 'This file'], states.map(({ partition, federation: inForce }) => [
    partition, inForce === null ? 'none' : `version ${inForce.version}`, inForce?.sha256 === sha256 ? 'yes' : 'not yet',
  ]))
}

const keyText = (publicKey: string | null): string => publicKey ?? 'signs nothing'
