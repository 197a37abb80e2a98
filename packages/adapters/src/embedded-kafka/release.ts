import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../config/environment.ts'
import { asFolderFault, EmbeddedError, hasCode, lastLines, reasonOf } from '../embedded/error.ts'

/** What Maven fetches where no release is unpacked. */
const versions = { 'kafka.version': '4.3.1', 'log4j.version': '2.25.4' }

/** Older ones need ZooKeeper or lack what the settings name. */
const majorMin = 4

/** Output kept of Maven, in characters. */
const outputMax = 20_000

const help = 'set KAFKA_HOME to an unpacked Kafka release, or KAFKA_BROKERS to brokers of your own'
const noMaven = `there is no Maven to fetch Kafka with: install it, or ${help}`

/** Jars fetched for one checkout serve all that it starts. */
export const defaultJars = join(import.meta.dirname, '../../../../.matchday/kafka/jars')

/**
 * The class path of a Kafka: of the release unpacked in `KAFKA_HOME`, else of the published jars, which Maven fetches
 * once into a folder of their version below `jarsDir`.
 * @throws EmbeddedError `no-kafka`, `unwritable-folder`, `disk-full`
 */
export const kafkaClassPath = async (
  environment: Environment,
  notice: (line: string) => void,
  jarsDir = defaultJars,
): Promise<string> => {
  const home = environment['KAFKA_HOME'] ?? ''
  if (home !== '') return unpacked(home)
  const jars = join(jarsDir, versions['kafka.version'])
  if (!existsSync(jars)) {
    notice(`fetching Kafka ${versions['kafka.version']} by Maven, once (55 MB) ...`)
    try {
      await fetchJars(jars, environment)
    } catch (error) {
      throw asFolderFault(error, jarsDir)
    }
  }
  return join(jars, '*')
}

const unpacked = (home: string): string => {
  const libs = join(home, 'libs')
  const names = existsSync(libs) ? readdirSync(libs) : []
  const version = names.map((name) => /^kafka_2\.\d+-(\d+)[.\d]*\.jar$/.exec(name)?.[1]).find((found) => found)
  if (version === undefined) throw new EmbeddedError('no-kafka', `KAFKA_HOME (${home}) holds no unpacked Kafka release`)
  if (Number(version) < majorMin) {
    throw new EmbeddedError('no-kafka', `KAFKA_HOME (${home}) holds Kafka ${version}: ${majorMin} or newer is needed`)
  }
  return join(libs, '*')
}

/** Fetched beside the final name and then renamed, so that an interrupted fetch is never taken for a whole one. */
const fetchJars = async (jars: string, environment: Environment): Promise<void> => {
  const draft = `${jars}.${randomBytes(6).toString('hex')}`
  await mkdir(draft, { recursive: true })
  try {
    await runMaven(draft, environment)
    await rename(draft, jars).catch((error: unknown) => {
      // Somebody else fetched them meanwhile.
      if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const runMaven = async (folder: string, environment: Environment): Promise<void> => {
  const pom = join(import.meta.dirname, 'pom.xml')
  const properties = Object.entries({ ...versions, outputDirectory: folder })
  const flags = properties.map(([name, value]) => `-D${name}=${value}`)
  const args = ['--quiet', '--batch-mode', '--file', pom, 'dependency:copy-dependencies', ...flags]
  const child = spawn('mvn', args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-outputMax)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = await new Promise<unknown>((resolve) => {
    child.once('error', resolve)
    child.once('close', (status, signal) => resolve(status ?? signal))
  })
  if (ended === 0) return
  if (hasCode(ended, 'ENOENT')) throw new EmbeddedError('no-kafka', noMaven)
  const why = lastLines(output, 1) || reasonOf(ended)
  throw new EmbeddedError('no-kafka', `Maven could not fetch Kafka (${why}): ${help}`)
}

/** Why there is neither a Kafka here nor Maven to fetch it; unlike `kafkaClassPath` it fetches nothing. */
export const kafkaFault = (environment: Environment): string | undefined => {
  if ((environment['KAFKA_HOME'] ?? '') !== '') return undefined
  if (existsSync(join(defaultJars, versions['kafka.version']))) return undefined
  const folders = (environment['PATH'] ?? '').split(':')
  return folders.some((folder) => existsSync(join(folder, 'mvn'))) ? undefined : noMaven
}
