import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Environment } from '../config/environment.ts'
import { EmbeddedError } from '../embedded/error.ts'

/** What Kafka 4 asks for. */
export const javaMin = 17

const help = `install Java ${javaMin} or newer, or set KAFKA_BROKERS to brokers of your own`

/** The command of a Java that is new enough. @throws EmbeddedError `no-java` */
export const findJava = (environment: Environment): string => {
  const home = environment['JAVA_HOME'] ?? ''
  const command = home === '' ? 'java' : join(home, 'bin', 'java')
  const where = home === '' ? '' : ` in JAVA_HOME (${home})`
  const { error, stdout, stderr } = spawnSync(command, ['-version'], { encoding: 'utf8', env: environment })
  if (error !== undefined) throw new EmbeddedError('no-java', `there is no Java${where}: ${help}`)
  const major = majorIn(`${stdout}\n${stderr}`)
  if (major === undefined) throw new EmbeddedError('no-java', `the Java found${where} does not run: ${help}`)
  if (major < javaMin) throw new EmbeddedError('no-java', `the Java found${where} is version ${major}: ${help}`)
  return command
}

/** The major version in what `java -version` prints; before 9 it stood second, as in "1.8.0_292". */
export const majorIn = (output: string): number | undefined => {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? []
  if (first === undefined) return undefined
  return Number(first === '1' ? (second ?? first) : first)
}
