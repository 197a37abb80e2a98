import { describeFaults } from '@matchday/adapters/config/environment'
import { readFlags } from '@matchday/adapters/config/flags'
import { flags, readConfig } from './config.ts'
import { startHttp } from './start.ts'

const usage = 'usage: node packages/http/src/main.ts [--services shop,reservations] [--host 127.0.0.1] [--port 3000] ' +
  '[--accept-topic-settings]'

/** Exit codes: 0 stopped as asked, 1 cannot run, 2 told something that it does not understand, 130 cut off. */
const exitCodes = { stopped: 0, failed: 1, misunderstood: 2, cutOff: 130 }

/** The services of one site, as the environment says, until a signal. A second signal does not wait. */
async function main(): Promise<void> {
  const environment = readFlags(flags, process.argv.slice(2), process.env)
  if (!environment.ok) return fail(`${environment.refusal}\n${usage}`, exitCodes.misunderstood)
  const config = readConfig(environment.value)
  if (!config.ok) return fail(describeFaults(config.refusal), exitCodes.misunderstood)
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(exitCodes.cutOff)
      stopping.abort()
    })
  }
  try {
    const { close } = await startHttp(config.value, { signal: stopping.signal })
    await aborted(stopping.signal)
    await close()
    process.exitCode = exitCodes.stopped
  } catch (error) {
    if (stopping.signal.aborted) return
    fail(error instanceof Error ? error.message : String(error), exitCodes.failed)
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

function fail(message: string, code: number): void {
  process.stderr.write(`${message}\n`)
  process.exitCode = code
}

await main()
