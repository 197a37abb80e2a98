// `pnpm kafka`: Apache Kafka on this machine, until Ctrl-C.

import { removeEmbeddedKafka } from '../../packages/adapters/src/embedded-kafka/cluster.ts'
import type { EmbeddedKafka } from '../../packages/adapters/src/embedded-kafka/start.ts'
import { startEmbeddedKafka } from '../../packages/adapters/src/embedded-kafka/start.ts'
import type { Served } from '../servers/run-server.ts'
import { commandLine, complain, runServer } from '../servers/run-server.ts'
import type { Flags } from './flags.ts'
import { readFlags, usage } from './flags.ts'

const banner = ({ brokers }: EmbeddedKafka, { dataDir }: Flags): string => `
Kafka runs: ${brokers.length === 1 ? 'one broker' : `${brokers.length} brokers, which copy everything to each other`}.

  export KAFKA_BROKERS=${brokers.join(',')}

Data is kept in ${dataDir} (--fresh begins anew). Ctrl-C stops everything.
Sites that are started with this variable sell over it: see "Over Kafka" in README.md.
`

async function start(): Promise<Served | string> {
  const flags = readFlags(commandLine())
  if (flags === 'help') return usage
  const others = process.env['KAFKA_BROKERS'] ?? ''
  if (others !== '') return `KAFKA_BROKERS names ${others}, so nothing is started. Unset it to run Kafka here.`
  const { dataDir, nodes, port, fresh } = flags
  if (fresh) await removeEmbeddedKafka(dataDir)
  const kafka = await startEmbeddedKafka({ dataDir, nodes, port, notice: complain })
  const ended = kafka.nodes.map(async node => {
    await node.exited()
    return `the broker ${node.broker} ended by itself; ${dataDir}/node-${node.id}/broker.log says why`
  })
  return { banner: banner(kafka, flags), ended: Promise.race(ended), stop: () => kafka.stop() }
}

process.exitCode = await runServer(start)
