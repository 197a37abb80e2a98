import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedError } from '../embedded/error.ts'
import { lockFolder } from '../embedded/lock.ts'
import { settingsFile, stopOrphanBroker } from './broker.ts'
import type { NodePlace } from './broker-settings.ts'
import type { Java } from './run-java.ts'
import { runJava } from './run-java.ts'

/** What a cluster is, kept with its data: Kafka refuses nodes of another one. */
type Cluster = { readonly id: string; readonly nodes: number }

const nodesMax = 3

export const nodeFolder = (dataDir: string, id: number): string => join(dataDir, `node-${id}`)
const nodeFolders = (dataDir: string): string[] =>
  Array.from({ length: nodesMax }, (_, index) => nodeFolder(dataDir, index + 1))
const clusterFile = (dataDir: string): string => join(dataDir, 'cluster.json')

/**
 * Makes the cluster where there is none. A node that was formatted is left as it is.
 * @throws EmbeddedError `other-node-count` where the data is of a cluster of another size
 */
export const formatCluster = async (java: Java, dataDir: string, nodes: readonly NodePlace[]): Promise<void> => {
  const cluster = (await clusterIn(dataDir)) ?? { id: newClusterId(), nodes: nodes.length }
  if (cluster.nodes !== nodes.length) {
    throw new EmbeddedError(
      'other-node-count',
      `${dataDir} is made for --nodes ${cluster.nodes}: --fresh begins anew, --data uses another folder`,
    )
  }
  await writeFile(clusterFile(dataDir), `${JSON.stringify(cluster)}\n`)
  await Promise.all(nodes.map((node) => format(java, node, cluster)))
}

const format = async (java: Java, node: NodePlace, { id }: Cluster): Promise<void> => {
  if (existsSync(join(node.folder, 'meta.properties'))) return
  const args = ['format', '--cluster-id', id, '--config', settingsFile(node)]
  const fault = await runJava(java, 'kafka.tools.StorageTool', args)
  if (fault !== undefined) throw new EmbeddedError('start-failed', `Kafka's folder could not be made: ${fault}`)
}

/** As Kafka makes them: 16 bytes, and no leading hyphen, which would look like a flag. */
const newClusterId = (): string => randomBytes(16).toString('base64url').replace(/^-/, 'm')

const clusterIn = async (dataDir: string): Promise<Cluster | undefined> => {
  const text = await readFile(clusterFile(dataDir), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    const { id, nodes } = JSON.parse(text) as Partial<Cluster>
    if (typeof id === 'string' && typeof nodes === 'number') return { id, nodes }
  } catch {
    // Said below.
  }
  throw new EmbeddedError('data-missing', `${clusterFile(dataDir)} is damaged; --fresh begins anew`)
}

/** Stops what a killed process left running on `dataDir`; true when there was something. Call it with the lock held. */
export const stopOrphans = async (dataDir: string): Promise<boolean> => {
  const stopped = await Promise.all(nodeFolders(dataDir).map(stopOrphanBroker))
  return stopped.includes(true)
}

/**
 * Removes what a cluster keeps in `dataDir`, and nothing else that lies there. What a killed process left running is
 * stopped first. Refuses with `already-running` while a living one has it.
 */
export const removeEmbeddedKafka = async (dataDir: string): Promise<void> => {
  if (!existsSync(dataDir)) return
  const lock = await lockFolder(dataDir)
  try {
    await stopOrphans(dataDir)
    for (const folder of nodeFolders(dataDir)) await rm(folder, { recursive: true, force: true })
    await rm(clusterFile(dataDir), { force: true })
  } finally {
    await lock.release()
  }
}
