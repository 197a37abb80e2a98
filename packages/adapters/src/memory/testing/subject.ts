import type { SiteSubject } from '../../contracts/site-subject.ts'
import { openMemorySite } from '../open-site.ts'
import { createMemorySiteStore } from '../site-store.ts'

/** A site in memory for the contract suites. */
export async function memorySubject(): Promise<SiteSubject> {
  const store = createMemorySiteStore()
  const opened: { readonly close: () => Promise<void> }[] = []
  const clear = (): Promise<void> => {
    for (const rows of [store.partitions, store.giveBacks, store.reservations, store.payments]) rows.clear()
    return Promise.resolve()
  }
  const closeAll = async (): Promise<void> => {
    for (const site of opened.splice(0)) await site.close()
  }
  return {
    open: (clock = () => 0) => {
      const site = openMemorySite(store, clock)
      opened.push(site)
      return site
    },
    dump: () => {
      const { partitions, giveBacks, reservations } = store
      return Promise.resolve(structuredClone({ partitions: filled(partitions), giveBacks, reservations }))
    },
    clear,
    restart: async () => {
      await closeAll()
      await clear()
    },
    remove: closeAll,
  }
}

/** A partition that was only asked for is not there. */
const filled = <Rows extends { readonly whole: { readonly partition: { readonly nextOffset: number } } }>(
  partitions: ReadonlyMap<number, Rows>,
) => new Map([...partitions].filter(([, { whole }]) => whole.partition.nextOffset > 0))
