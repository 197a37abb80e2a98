import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { NodeCount } from '../../packages/adapters/src/embedded-kafka/start.ts'
import { Misused, parsing, portFlag } from '../servers/run-server.ts'

export type Flags = {
  readonly nodes: NodeCount
  readonly port: number
  readonly dataDir: string
  readonly fresh: boolean
}

export const usage = `pnpm kafka [--nodes 1|3] [--port 9092] [--data DIR] [--fresh]

  Runs Apache Kafka on this machine until Ctrl-C, with Java 17 or newer: the release in KAFKA_HOME, else the
  published jars, which Maven fetches once.

  --nodes   one broker, or three that copy everything to each other; 1 unless set
  --port    of the first broker, on 127.0.0.1; the others take the ports after it; 9092 unless set
  --data    where everything is kept between runs; .matchday/kafka unless set
  --fresh   throw away what was kept and begin anew`

const defaultData = join(import.meta.dirname, '../../.matchday/kafka')

/** @throws Misused */
export function readFlags(args: string[]): Flags | 'help' {
  const { values } = parsing(() => parseArgs({
    args,
    options: {
      nodes: { type: 'string', default: '1' },
      port: { type: 'string', default: '9092' },
      data: { type: 'string', default: defaultData },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }))
  if (values.help) return 'help'
  const nodes = nodesOf(values.nodes)
  return { nodes, port: portFlag(values.port, 65_536 - nodes), dataDir: resolve(values.data), fresh: values.fresh }
}

function nodesOf(text: string): NodeCount {
  if (text === '1') return 1
  if (text === '3') return 3
  throw new Misused(`--nodes takes 1 or 3, not "${text}"`)
}
