// `pnpm kafka`: Apache Kafka on this machine, until Ctrl-C. Exit codes: 0, 2 wrong usage, 3 it could not run or ended.

import { EmbeddedError } from '../../packages/adapters/src/embedded/error.ts'
import { removeEmbeddedKafka } from '../../packages/adapters/src/embedded-kafka/cluster.ts'
import type { EmbeddedKafka } from '../../packages/adapters/src/embedded-kafka/start.ts'
import { startEmbeddedKafka } from '../../packages/adapters/src/embedded-kafka/start.ts'
import type { Flags } from './flags.ts'
import { readFlags, usage } from './flags.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const complain = (text: string): void => void process.stderr.write(`${text}\n`)

const banner = ({ brokers }: EmbeddedKafka, { dataDir }: Flags): string => `
Kafka runs: ${brokers.length === 1 ? 'one broker' : `${brokers.length} brokers, which copy everything to each other`}.

  export KAFKA_BROKERS=${brokers.join(',')}

Data is kept in ${dataDir} (--fresh begins anew). Ctrl-C stops everything.
Sites that are started with this variable sell over it; README.md, "Over Kafka", says how.
`

/** Settles when a signal asks to stop. A second one ends the process at once; what it started ends by itself then. */
function askedToStop(): Promise<'asked'> {
  const asked = Promise.withResolvers<'asked'>()
  let isAsked = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Ctrl-C reaches this process from the terminal and, a moment later, again through pnpm.
      if (isAsked && signal === 'SIGINT') return
      if (isAsked) process.exit(3)
      isAsked = true
      asked.resolve('asked')
    })
  }
  return asked.promise
}

async function run(flags: Flags): Promise<number> {
  const asked = askedToStop()
  if (flags.fresh) await removeEmbeddedKafka(flags.dataDir)
  const { dataDir, nodes, port } = flags
  const kafka = await startEmbeddedKafka({ dataDir, nodes, port, notice: complain })
  try {
    say(banner(kafka, flags))
    const ended = kafka.nodes.map(async node => node.exited().then(() => node))
    const first = await Promise.race([asked, ...ended])
    if (first === 'asked') {
      complain('\nStopping ...')
      return 0
    }
    complain(`the broker ${first.broker} ended by itself; ${dataDir}/node-${first.id}/broker.log says why`)
    return 3
  } finally {
    await kafka.stop()
  }
}

function flagsOrUsage(): Flags | undefined {
  try {
    const flags = readFlags(process.argv.slice(process.argv[2] === '--' ? 3 : 2))
    if (flags !== 'help') return flags
    say(usage)
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
    process.exitCode = 2
  }
  return undefined
}

const flags = flagsOrUsage()
const others = process.env['KAFKA_BROKERS'] ?? ''
if (flags !== undefined && others !== '') {
  say(`KAFKA_BROKERS is set to ${others}: those are used, and nothing is started. Unset it to run brokers here.`)
} else if (flags !== undefined) {
  try {
    process.exitCode = await run(flags)
  } catch (error) {
    if (!(error instanceof EmbeddedError)) throw error
    complain(error.message)
    process.exitCode = 3
  }
}
