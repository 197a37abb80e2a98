// `pnpm postgres NAME...`: the Postgres that npm brought, with these databases, until Ctrl-C.

import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { removeEmbeddedPostgres } from '../../packages/adapters/src/embedded/remove.ts'
import { startEmbeddedPostgres } from '../../packages/adapters/src/embedded/start.ts'
import type { Served } from '../servers/run-server.ts'
import { commandLine, complain, parsing, portFlag, runServer } from '../servers/run-server.ts'

const usage = `pnpm postgres NAME... [--port 5432] [--data DIR] [--fresh]

  Runs Postgres 18 on this machine until Ctrl-C, with a database of each name, and says how they are reached.

  --port    on 127.0.0.1; 5432 unless set
  --data    where everything is kept between runs; .matchday/databases unless set
  --fresh   throw away what was kept and begin anew`

const defaultData = join(import.meta.dirname, '../../.matchday/databases')

async function start(): Promise<Served | string> {
  const { values, positionals: names } = parsing(() => parseArgs({
    args: commandLine(),
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '5432' },
      data: { type: 'string', default: defaultData },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }))
  if (values.help || names.length === 0) return usage
  const port = portFlag(values.port)
  const dataDir = resolve(values.data)
  if (values.fresh) await removeEmbeddedPostgres(dataDir)
  const postgres = await startEmbeddedPostgres({ dataDir, port, notice: complain })
  for (const name of names) await postgres.createDatabase(name)
  const banner = `
Postgres runs, with these databases:

${names.map(name => `  ${postgres.url(name)}`).join('\n')}

Data is kept in ${dataDir} (--fresh begins anew). Ctrl-C stops everything.
`
  const ended = postgres.exited.then(() => `Postgres ended by itself; ${dataDir}/postgres.log says why`)
  return { banner, ended, stop: () => postgres.stop() }
}

process.exitCode = await runServer(start)
