import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { lastLines, reasonOf } from '../embedded/error.ts'

/** How Kafka's programs are run. */
export type Java = {
  readonly command: string
  readonly classPath: string
  /** The most heap of one program, in MiB. */
  readonly heapMib: number
}

/** One thread collects the garbage of a small heap; classes that many programs share are mapped, not loaded. */
const quick = ['-XX:+UseSerialGC', '-Xshare:auto', '-Djava.awt.headless=true']

export const javaArgs = ({ classPath, heapMib }: Java, mainClass: string, args: readonly string[]): string[] => [
  `-Xmx${heapMib}m`,
  ...quick,
  `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.xml')}`,
  '-cp',
  classPath,
  mainClass,
  ...args,
]

/** Runs one of Kafka's programs to its end: undefined, or why it failed, in one line. */
export const runJava = async (java: Java, mainClass: string, args: readonly string[]): Promise<string | undefined> => {
  const child = spawn(java.command, ['-XX:TieredStopAtLevel=1', ...javaArgs(java, mainClass, args)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(reasonOf(error)))
    child.once('close', (status) => resolve(status === 0 ? undefined : lastLines(output, 1)))
  })
}
