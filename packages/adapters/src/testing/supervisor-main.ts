import { startEmbeddedPostgres } from '../embedded/start.ts'

/**
 * A process that runs an embedded Postgres on the folder it is given, for tests that kill it: prints one line of JSON
 * when the server is up, stops it on SIGTERM, and lets SIGINT and SIGKILL end only itself.
 */
const [dataDir = ''] = process.argv.slice(2)
const server = await startEmbeddedPostgres({ dataDir })
process.once('SIGTERM', () => void server.stop())
process.stdout.write(`${JSON.stringify({ port: server.port, pid: server.pid, url: server.url('postgres') })}\n`)
