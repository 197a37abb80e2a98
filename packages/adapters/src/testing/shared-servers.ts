import { sharePostgres } from './postgres.ts'
import { shareKafka } from './kafka.ts'

/**
 * The servers that all suites of a run share, started before the first and removed after the last. The projects of one
 * run each ask for what they need, in this one process, and get the same.
 */
const removals = new Map<string, Promise<() => Promise<void>>>()

const share = async (name: string, start: () => Promise<() => Promise<void>>): Promise<void> => {
  if (removals.size === 0) removeOnSignals()
  const shared = removals.get(name) ?? start()
  removals.set(name, shared)
  await shared
}

/** A signal ends jest without its teardown, and servers, in groups of their own, would stay. */
const removeOnSignals = (): void => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void tearDown().finally(() => process.kill(process.pid, signal)))
  }
}

export const setUpPostgres = (): Promise<void> => share('postgres', sharePostgres)

export const setUpKafka = async (): Promise<void> => {
  await Promise.all([setUpPostgres(), share('kafka', shareKafka)])
}

/** What could not be started has said so already. */
export const tearDown = async (): Promise<void> => {
  const all = [...removals.values()]
  removals.clear()
  await Promise.all(all.map(async (removal) => (await removal.catch(() => async () => {}))()))
}
