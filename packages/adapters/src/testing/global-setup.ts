import { announceShared, startThrowAwayCluster } from './postgres.ts'

/** Jest's hook before the first integration suite: one cluster for all, stopped and removed by what it returns. */
let remove: (() => Promise<void>) | undefined

export const setUp = async (): Promise<void> => {
  const cluster = await startThrowAwayCluster()
  announceShared(cluster.url)
  remove = cluster.remove
  // A signal ends jest without its teardown, and the cluster, in a group of its own, would stay.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void tearDown().finally(() => process.kill(process.pid, signal)))
  }
}

export const tearDown = async (): Promise<void> => {
  await remove?.()
}

export default setUp
