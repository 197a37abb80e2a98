import type { SigningKey } from '@matchday/adapters/keys/signing-key'
import { newSigningKey, signingKeyText } from '@matchday/adapters/keys/signing-key'
import { writeKeyFiles } from '@matchday/adapters/keys/write-key-files'
import type { Command } from 'commander'
import { exitCodes } from '../../exit-codes.ts'
import type { Io } from '../../output.ts'
import { fail, json, line } from '../../output.ts'

type NewFlags = { readonly out?: string; readonly print?: true; readonly json?: true }

/** Adds `keys new`: a key pair for a site, or for the publisher. */
export function addKeys(program: Command, io: Io): void {
  const keys = program.command('keys').description('keys that records of a log are signed with')
  keys
    .command('new')
    .description('make a key pair: the public key for federation.json, the private one for its owner alone')
    .option('--out <file>', 'a new file for the private key, for you alone; the public one goes to <file>.pub')
    .option('--print', 'print the private key, too')
    .option('--json', 'answer for programs')
    .action((flags: NewFlags) => makeKey(io, flags))
}

async function makeKey(io: Io, flags: NewFlags): Promise<void> {
  const { out, print } = flags
  if (out === undefined && print === undefined) {
    fail('say where the private key goes: --out FILE, or --print', exitCodes.usage)
  }
  const key = newSigningKey()
  if (out !== undefined) {
    const written = await writeKeyFiles(out, key)
    if (!written.ok) fail(written.refusal, exitCodes.io)
  }
  report(io, key, flags)
}

function report(io: Io, key: SigningKey, { out, print, json: asJson }: NewFlags): void {
  const { publicKey } = key
  const printed = print === true ? { privateKey: signingKeyText(key) } : {}
  if (asJson === true) return json(io, { publicKey, file: out ?? null, ...printed })
  line(io, `public key   ${publicKey}${out === undefined ? '' : `, in ${out}.pub`}`)
  if (printed.privateKey !== undefined) line(io, `private key  ${printed.privateKey}`)
  if (out !== undefined) {
    line(io, `private key  in ${out}; a site has it as MATCHDAY_SITE_KEY, the publisher as MATCHDAY_PUBLISHER_KEY`)
  }
}
