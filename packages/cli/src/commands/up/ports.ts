import { createServer } from 'node:net'
import { exitCodes } from '../../exit-codes.ts'
import { fail } from '../../output.ts'

/** Make sure before anything is started that every port is free. @throws CliFailure that names the first that is not */
export async function checkPorts(host: string, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const code = await listenFault(host, port)
    if (code === null) continue
    const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be listened on (${code})`
    fail(`port ${port} ${why}: stop what uses it, or choose others with --port`, exitCodes.io)
  }
}

function listenFault(host: string, port: number): Promise<string | null> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
}
