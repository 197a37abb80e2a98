import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { diskFull, EmbeddedError, hasCode, lastLines, saysDiskFull } from '../embedded/error.ts'
import type { ProcessIdentity } from '../embedded/processes.ts'
import { isAlive, startTimeOf, waitUntilGone } from '../embedded/processes.ts'
import { portTaken } from '../embedded/port.ts'
import type { ServerProcess } from '../embedded/server-process.ts'
import { spawnServer } from '../embedded/server-process.ts'
import type { NodePlace } from './broker-settings.ts'
import { guard } from './guardian.ts'
import type { Java } from './run-java.ts'
import { javaArgs } from './run-java.ts'

/** After a crash a broker reads the end of every partition again. */
const startTimeoutMs = 5 * 60_000
/** A node whose quorum is gone waits for it before it stops; it has nothing to lose by being killed. */
const stopPatienceMs = 5_000

export type Broker = {
  readonly pid: number
  readonly exited: Promise<void>
  /** With SIGKILL where `gently` is false. Returns when it is gone. */
  stop(gently: boolean): Promise<void>
}

export const settingsFile = ({ folder }: NodePlace): string => join(folder, 'broker.properties')
const identityFile = (folder: string): string => join(folder, 'broker.pid.json')

/** Starts one node, whose folder is formatted and has its settings, and returns when it serves. */
export const startBroker = async (java: Java, node: NodePlace): Promise<Broker> => {
  const args = javaArgs(java, 'kafka.Kafka', [settingsFile(node)])
  const logFile = join(node.folder, 'broker.log')
  const server = await spawnServer({ command: java.command, args, options: { cwd: node.folder }, logFile })
  const dismiss = guard(server.pid)
  void server.exited.then(dismiss)
  await writeFile(identityFile(node.folder), JSON.stringify({ pid: server.pid, startTime: startTimeOf(server.pid) }))
  await untilServing(server, node)
  return {
    pid: server.pid,
    exited: server.exited,
    stop: (gently) => server.stop(gently ? [['SIGTERM', stopPatienceMs]] : []),
  }
}

const untilServing = async (server: ServerProcess, node: NodePlace): Promise<void> => {
  const deadline = performance.now() + startTimeoutMs
  while (performance.now() < deadline) {
    await Promise.race([server.exited, sleep(25)])
    const output = await server.output()
    if (!server.isRunning()) throw startFailure(output, node)
    if (output.includes('Kafka Server started')) return
  }
  await server.stop([])
  throw new EmbeddedError('start-failed', `Kafka was not ready within ${startTimeoutMs / 60_000} minutes`)
}

const startFailure = (output: string, { brokerPort, folder }: NodePlace): EmbeddedError => {
  if (saysDiskFull(output)) return diskFull(folder)
  if (output.includes('Address already in use')) return portTaken(brokerPort)
  const why = `${lastLines(output, 1)} (more in ${folder}/broker.log)`
  return new EmbeddedError('start-failed', `Kafka did not start: ${why}`)
}

/** Stops a node that a killed process left on this folder; true when there was one. Call it with the folder locked. */
export const stopOrphanBroker = async (folder: string): Promise<boolean> => {
  const orphan = await identityIn(folder)
  if (orphan === undefined || !isAlive(orphan)) return false
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(orphan.pid, signal)
    } catch (error) {
      if (!hasCode(error, 'ESRCH')) throw error
    }
    if (await waitUntilGone(orphan, stopPatienceMs)) break
  }
  await rm(identityFile(folder), { force: true })
  return true
}

const identityIn = async (folder: string): Promise<ProcessIdentity | undefined> => {
  const text = await readFile(identityFile(folder), 'utf8').catch(() => '')
  try {
    const { pid, startTime } = JSON.parse(text) as Partial<ProcessIdentity>
    return typeof pid === 'number' && typeof startTime === 'string' ? { pid, startTime } : undefined
  } catch {
    return undefined
  }
}
