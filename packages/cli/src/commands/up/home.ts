import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { signingKey } from '@matchday/adapters/config/key-environment'
import { removeEmbeddedPostgres } from '@matchday/adapters/embedded/remove'
import { removeEmbeddedKafka } from '@matchday/adapters/embedded-kafka/cluster'
import { newSigningKey, signingKeyText } from '@matchday/adapters/keys/signing-key'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { z } from 'zod'
import { CliFailure } from '../../output.ts'
import { exitCodes } from '../../exit-codes.ts'

/** Where `up` keeps everything it makes: one folder, which may be thrown away whole. */
export type Home = {
  readonly dir: string
  readonly postgresDir: string
  readonly kafkaDir: string
  readonly federationFile: string
  /** What the other commands read to reach a site that `up` runs. */
  readonly siteFile: (site: SiteId) => string
}

/** Made once, with the folder; never printed. */
export type Secrets = z.infer<typeof secretsSchema>

const secretsSchema = z.object({
  logId: z.uuid(),
  buyerSecret: z.string().min(32),
  siteSecrets: z.record(z.string(), z.string().min(32)),
  /** Private keys of the publisher and the sites, by id. */
  signingKeys: z.record(z.string(), signingKey).default({}),
})

/** The most sites that one machine runs: the roster names this many, `--sites` says how many of them run. */
export const sitesMax = 9
export const siteIds: readonly SiteId[] = Array.from({ length: sitesMax }, (_, index) => `site-${index + 1}` as SiteId)

/** Who lists the games: a role of its own, which no site has by selling. */
export const publisherId = 'organiser' as SiteId

export const homeAt = (dir: string): Home => ({
  dir,
  postgresDir: join(dir, 'postgres'),
  kafkaDir: join(dir, 'brokers'),
  federationFile: join(dir, 'federation.json'),
  siteFile: site => join(dir, 'sites', `${site}.env`),
})

/** @throws CliFailure where the folder cannot be written */
export async function openHome(home: Home): Promise<Secrets> {
  try {
    await mkdir(join(home.dir, 'sites'), { recursive: true })
    return await secretsIn(home)
  } catch (error) {
    if (error instanceof CliFailure) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliFailure(`cannot use the folder ${home.dir}: ${reason}; choose another with --data`, exitCodes.io)
  }
}

async function secretsIn(home: Home): Promise<Secrets> {
  const file = join(home.dir, 'secrets.json')
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (known !== null) return parseSecrets(known, file)
  const secret = (): string => randomBytes(32).toString('base64url')
  const secrets = {
    logId: randomUUID(),
    buyerSecret: secret(),
    siteSecrets: Object.fromEntries(siteIds.map(site => [site, secret()])),
    signingKeys: Object.fromEntries([publisherId, ...siteIds].map(id => [id, signingKeyText(newSigningKey())])),
  }
  const text = `${JSON.stringify(secrets, null, 2)}\n`
  await writePrivate(file, text)
  return parseSecrets(text, file)
}

function parseSecrets(text: string, file: string): Secrets {
  try {
    return secretsSchema.parse(JSON.parse(text))
  } catch {
    throw new CliFailure(`${file} is damaged; --fresh begins anew`, exitCodes.io)
  }
}

/** A file for this account's eyes only. */
export async function writePrivate(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 })
  await chmod(file, 0o600)
}

/**
 * Throw away all that `up` keeps. Whatever else lies in the folder stays: `--data` may have been a slip.
 * @throws EmbeddedError `already-running` while another `up` uses it
 */
export async function clearHome(home: Home): Promise<void> {
  await removeEmbeddedPostgres(home.postgresDir)
  await removeEmbeddedKafka(home.kafkaDir)
  for (const part of ['sites', 'federation.json', 'secrets.json']) {
    await rm(join(home.dir, part), { recursive: true, force: true })
  }
}
