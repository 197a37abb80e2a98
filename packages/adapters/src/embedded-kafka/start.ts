import { mkdir, realpath, writeFile } from 'node:fs/promises'
import { asFolderFault, EmbeddedError } from '../embedded/error.ts'
import { lockFolder } from '../embedded/lock.ts'
import { checkPorts, freePorts } from '../embedded/port.ts'
import { settingsFile, startBroker } from './broker.ts'
import type { NodePlace } from './broker-settings.ts'
import { brokerSettings } from './broker-settings.ts'
import { formatCluster, nodeFolder, stopOrphans } from './cluster.ts'
import { findJava } from './java.ts'
import { kafkaClassPath } from './release.ts'
import type { Java } from './run-java.ts'

export type EmbeddedKafkaOptions = {
  /** The folder that is the cluster's own. Made when it is not there; what is in it is kept between runs. */
  readonly dataDir: string
  /** One node, or three that copy everything to each other; 1 when absent. */
  readonly nodes?: NodeCount
  /** Of the first broker, on 127.0.0.1; the others take the ports after it. Free ones when absent. */
  readonly port?: number
  /** Broker settings, winning over those of broker-settings.ts. */
  readonly settings?: Readonly<Record<string, string>>
  /** The most heap of each node; 512 MiB when absent. */
  readonly heapMib?: number
  /** False only for tests: `stop` kills, and the next start has to look for the end of every partition. */
  readonly durable?: boolean
  /** Hears, in one line each, what the person who started us should know: jars fetched, a node taken over. */
  readonly notice?: (line: string) => void
}

export type NodeCount = 1 | 3

export type EmbeddedKafka = {
  /** As `KAFKA_BROKERS` lists them: `127.0.0.1:9092`. */
  readonly brokers: readonly string[]
  readonly nodes: readonly KafkaNode[]
  /** Returns when no process and no lock is left; may be called twice. */
  stop(): Promise<void>
}

/** One broker of a cluster, which a test may kill and start again while the others go on. */
export type KafkaNode = {
  /** From 1. */
  readonly id: number
  readonly broker: string
  /** Of the process that runs now, or ran last. */
  pid(): number
  /** Settles when the process that runs now has ended, asked to or not. */
  exited(): Promise<void>
  /** Ends it with SIGKILL, as a crash would; returns when it is gone. */
  kill(): Promise<void>
  /** Starts it again where it was, on its data and its port; it must have ended. Returns when it serves. */
  restart(): Promise<void>
}

/** Attempts at free ports, which another program may take between our look and Kafka's bind. */
const portAttemptsMax = 5

/**
 * Starts Apache Kafka 4 without ZooKeeper on `dataDir`, on 127.0.0.1 only: from `KAFKA_HOME`, else from the published
 * jars. It takes 2 seconds. Rejects with EmbeddedError, one line fit for people. No broker outlives this process, even
 * when it is killed. Signals are the caller's: wire them to `stop`.
 */
export const startEmbeddedKafka = async (options: EmbeddedKafkaOptions): Promise<EmbeddedKafka> => {
  const { notice = () => {}, heapMib = 512 } = options
  const command = findJava(process.env)
  try {
    await mkdir(options.dataDir, { recursive: true, mode: 0o755 })
    const dataDir = await realpath(options.dataDir)
    const lock = await lockFolder(dataDir)
    try {
      const java = { command, heapMib, classPath: await kafkaClassPath(process.env, notice) }
      return await startLocked({ ...options, dataDir, notice }, java, () => lock.release())
    } catch (error) {
      await lock.release()
      throw error
    }
  } catch (error) {
    throw asFolderFault(error, options.dataDir)
  }
}

type Settled = EmbeddedKafkaOptions & Required<Pick<EmbeddedKafkaOptions, 'notice'>>

const startLocked = async (options: Settled, java: Java, release: () => Promise<void>): Promise<EmbeddedKafka> => {
  const { dataDir, nodes: count = 1, port, notice } = options
  if (await stopOrphans(dataDir)) notice(`stopped a Kafka that an earlier run left on ${dataDir}`)
  for (let attempt = 1; ; attempt += 1) {
    const places = await placesFor(dataDir, count, port)
    for (const node of places) {
      await mkdir(node.folder, { recursive: true })
      await writeFile(settingsFile(node), brokerSettings(node, places, options.settings ?? {}))
    }
    await formatCluster(java, dataDir, places)
    try {
      return await startNodes(options, java, places, release)
    } catch (error) {
      const again = error instanceof EmbeddedError && error.code === 'port-taken' && port === undefined
      if (!again || attempt === portAttemptsMax) throw error
    }
  }
}

const placesFor = async (dataDir: string, count: NodeCount, port: number | undefined): Promise<NodePlace[]> => {
  const wanted = port === undefined ? [] : Array.from({ length: count }, (_, index) => port + index)
  await checkPorts('127.0.0.1', wanted)
  const free = await freePorts(2 * count)
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    folder: nodeFolder(dataDir, index + 1),
    brokerPort: wanted[index] ?? free[index] ?? 0,
    controllerPort: free[count + index] ?? 0,
  }))
}

const startNodes = async (
  { durable = true }: Settled,
  java: Java,
  places: readonly NodePlace[],
  release: () => Promise<void>,
): Promise<EmbeddedKafka> => {
  // Together: none serves before most of them can elect a controller.
  const starts = await Promise.allSettled(places.map((place) => startNode(java, place)))
  const nodes = starts.flatMap((start) => start.status === 'fulfilled' ? [start.value] : [])
  // One by one, as each hands over what it leads; the last of several would wait for a quorum that is gone.
  const stopAll = async (): Promise<void> => {
    for (const node of nodes) await node.stop(durable && (node.id === 1 || node.id < places.length))
  }
  const failed = starts.find((start) => start.status === 'rejected')
  if (failed !== undefined) {
    await stopAll()
    throw failed.reason
  }
  let stopped: Promise<void> | undefined
  return {
    brokers: nodes.map(({ broker }) => broker),
    nodes,
    stop: () => (stopped ??= stopAll().then(release)),
  }
}

type StoppableNode = KafkaNode & { stop(gently: boolean): Promise<void> }

const startNode = async (java: Java, place: NodePlace): Promise<StoppableNode> => {
  let current = await startBroker(java, place)
  return {
    id: place.id,
    broker: `127.0.0.1:${place.brokerPort}`,
    pid: () => current.pid,
    exited: () => current.exited,
    kill: () => current.stop(false),
    restart: async () => {
      current = await startBroker(java, place)
    },
    stop: (gently) => current.stop(gently),
  }
}
