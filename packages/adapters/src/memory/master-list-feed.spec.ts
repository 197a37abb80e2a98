import { describe } from '@jest/globals'
import { masterListFeedContract } from '../contracts/master-list-feed.contract.ts'
import { createMemoryFeed } from './master-list-feed.ts'
import { createMemoryLogStore } from './sales-log.ts'

const fresh = (logId: string, partitions: number) =>
  createMemoryLogStore({ logId, partitions, clock: () => Date.now() })

describe.each([1, 3])('a master-list topic in memory with %d partitions', partitions => {
  masterListFeedContract(async () => {
    const [store, other] = [fresh('master-list', partitions), fresh('other', partitions)]
    return {
      open: async () => createMemoryFeed(store),
      openOther: async () => createMemoryFeed(other),
      send: async (partition, message) => void store.appendRaw(partition, message),
      remove: async () => {},
    }
  })
})
