import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { parseFederation } from '@matchday/adapters/federation/federation-file'
import { fileReason } from '@matchday/adapters/files/file-reason'
import { readMasterListFile } from '@matchday/adapters/files/master-list-file'
import type { Signer } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { Command } from 'commander'
import { draftFederation, federationText } from '../../draft-federation.ts'
import { exitCodes } from '../../exit-codes.ts'
import { failOnFile } from '../../faults.ts'
import type { Io } from '../../output.ts'
import { fail, line } from '../../output.ts'
import { wholeNumber } from '../../whole-number.ts'

type NewFlags = {
  readonly list: string
  readonly publisher: string
  readonly site: readonly string[]
  readonly announcer: readonly string[]
  readonly partitions: string
}

/** Sites that are not Matchday may refuse a larger quantity. */
const wireQuantityMax = 2
const partitionsMax = 10_000

const eachOf = (value: string, before: readonly string[]): string[] => [...before, value]

/** Adds `new FILE`: the first version of a federation, with settings that may then be changed by hand. */
export function addNew(federation: Command, io: Io): void {
  federation
    .command('new')
    .description('make a federation.json, of a new log; every site of the federation needs this very file')
    .argument('<file>', 'where it goes; a new file')
    .requiredOption('--list <file>', 'the master list that is sold')
    .requiredOption('--publisher <id=key>', 'who lists the games, with its public key')
    .option('--site <id=key>', 'a site that waits for the log, with its public key; once for each', eachOf, [])
    .option('--announcer <id>', 'a site that announces its sales without waiting; once for each', eachOf, [])
    .option('--partitions <n>', 'of the sales topic; 1 where there are sites that announce', '1')
    .action((file: string, flags: NewFlags) => makeFederation(io, file, flags))
}

async function makeFederation(io: Io, file: string, flags: NewFlags): Promise<void> {
  const list = await readMasterListFile(flags.list)
  if (!list.ok) return failOnFile(io, list.refusal, false)
  const waiting = flags.site.map(text => ({ ...signerOf(text, '--site'), waits: true }))
  const announcing = flags.announcer.map(id => ({ id: id as SiteId, publicKey: null, waits: false }))
  const draft = draftFederation(list.value, {
    logId: randomUUID(),
    partitions: wholeNumber(flags.partitions, '--partitions', partitionsMax),
    publisher: signerOf(flags.publisher, '--publisher'),
    sites: [...waiting, ...announcing].map(site => ({ ...site, name: site.id })),
    wireQuantityMax,
  })
  const text = federationText(draft)
  const made = parseFederation(Buffer.from(text), file)
  if (!made.ok) return failOnFile(io, made.refusal, false)
  await writeFile(file, text, { flag: 'wx' }).catch((error: unknown) => {
    fail(`${file} ${fileReason(error)}`, exitCodes.io)
  })
  line(io, `${file} is version 1 of the federation, SHA-256 ${made.value.sha256}.`)
  line(io, 'Look it over before the sites have it: what changes later takes a new version.')
}

function signerOf(text: string, flag: string): Signer {
  // The key itself ends in an equals sign.
  const [, id, publicKey] = /^([^=]+)=(.+)$/.exec(text) ?? []
  if (id !== undefined && publicKey !== undefined) return { id: id as SiteId, publicKey }
  return fail(`${flag} takes an id and a public key, as north=…=, not "${text}"`, exitCodes.usage)
}
