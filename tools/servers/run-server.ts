import { EmbeddedError } from '../../packages/adapters/src/embedded/error.ts'

export const say = (text: string): void => void process.stdout.write(`${text}\n`)
export const complain = (text: string): void => void process.stderr.write(`${text}\n`)

/** The command line says nothing that can be done; the message is one line. */
export class Misused extends Error {}

/** A server that was started for whoever sits at this terminal. */
export type Served = {
  readonly banner: string
  /** Resolves, with the reason in one line, when it ends without being asked to. */
  readonly ended: Promise<string>
  readonly stop: () => Promise<void>
}

/**
 * Serves until a signal asks to stop, and leaves nothing behind.
 * @returns the exit code: 0, 2 where the command line was wrong, 3 where it could not run or ended by itself
 */
export async function runServer(start: () => Promise<Served | string>): Promise<number> {
  const asked = askedToStop()
  try {
    const served = await start()
    if (typeof served === 'string') {
      say(served)
      return 0
    }
    try {
      say(served.banner)
      const reason = await Promise.race([asked, served.ended])
      complain(reason ?? '\nStopping ...')
      return reason === null ? 0 : 3
    } finally {
      await served.stop()
    }
  } catch (error) {
    if (error instanceof Misused) complain(error.message)
    else if (error instanceof EmbeddedError) complain(error.message)
    else throw error
    return error instanceof Misused ? 2 : 3
  }
}

/** Resolves when a signal asks to stop. Ctrl-C comes from the terminal and, a moment later, again through pnpm. */
function askedToStop(): Promise<null> {
  const asked = Promise.withResolvers<null>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked.resolve(null))
  return asked.promise
}

/** What follows the program's name; pnpm passes `--` on. */
export const commandLine = (): string[] => process.argv.slice(process.argv[2] === '--' ? 3 : 2)

/** @param max the highest that leaves room for those after it */
export function portFlag(text: string, max = 65_535): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= max) return port
  throw new Misused(`--port takes a whole number from 1 to ${max}, not "${text}"`)
}

/** What `parseArgs` says of a wrong flag, on one line. @throws Misused */
export function parsing<Parsed>(parse: () => Parsed): Parsed {
  try {
    return parse()
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error))
  }
}
