import { startEmbeddedKafka } from '../embedded-kafka/start.ts'

/** Runs a Kafka on the folder it is given, for tests that kill it: prints one line of JSON when the broker is up. */
const [dataDir = ''] = process.argv.slice(2)
const { brokers, nodes } = await startEmbeddedKafka({ dataDir })
process.stdout.write(`${JSON.stringify({ brokers, pid: nodes[0]?.pid() })}\n`)
