import { readFederationFile } from '@matchday/adapters/federation/federation-file'
import type { Command } from 'commander'
import { failOnFile } from '../../faults.ts'
import type { Io } from '../../output.ts'
import { json, line, plural } from '../../output.ts'

type CheckFlags = { readonly json?: true }

/** Adds `check FILE`: 0 for a federation file without fault, 1 with every fault and its line. */
export function addCheck(federation: Command, io: Io): void {
  federation
    .command('check')
    .description('check a federation file, and report every fault with its line')
    .argument('<file>', 'a federation.json')
    .option('--json', 'answer for programs')
    .action((file: string, flags: CheckFlags) => check(io, file, flags))
}

async function check(io: Io, file: string, flags: CheckFlags): Promise<void> {
  const read = await readFederationFile(file)
  if (!read.ok) return failOnFile(io, read.refusal, flags.json === true)
  const { version, sha256, sites, partitions } = read.value
  if (flags.json === true) return json(io, { valid: true, version, sha256, faults: [] })
  const parts = `${plural(sites.length, 'site')}, ${plural(partitions, 'partition')}`
  line(io, `${file} is valid: version ${version}, ${parts}, SHA-256 ${sha256}`)
}
