import { totalmem } from 'node:os'

const mebibyte = 1024 * 1024

/** The machine's memory, or what the container may use of it. */
const memoryBytes = (): number => {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/**
 * An eighth of the memory, 64 MiB to 2 GiB: the indexes of ten million holds fit in 1 GiB, and a page that has to be
 * fetched from the system's cache costs twice the look-up. What is not used is not taken, and starting takes no longer.
 */
const sharedBuffers = (): string =>
  `${Math.floor(Math.min(2048, Math.max(64, memoryBytes() / mebibyte / 8)))}MB`

/** What an embedded server is started with where the caller says nothing else. */
export const defaultSettings = (durable: boolean): Record<string, string> => ({
  listen_addresses: '127.0.0.1',
  // No socket file: nothing to find a reachable folder for, and nothing that another local user could open.
  unix_socket_directories: '',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Short statements, thousands a second: compiling them costs more than it saves.
  jit: 'off',
  // A refused statement is its client's business; written to the log at full load it would fill the disk.
  log_min_messages: 'log',
  ...(durable
    ? {
        shared_buffers: sharedBuffers(),
        // Few checkpoints under load. The log stays uncompressed: these builds have neither lz4 nor zstd, pglz is slow.
        max_wal_size: '4GB',
        fsync: 'on',
        synchronous_commit: 'on',
        full_page_writes: 'on',
      }
    : {
        shared_buffers: '128MB',
        fsync: 'off',
        synchronous_commit: 'off',
        full_page_writes: 'off',
      }),
})
