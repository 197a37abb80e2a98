import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { median } from './statistics.ts'

const times = 101
/** As much as a commit of a few rows writes. */
const bytes = Buffer.alloc(16 * 1_024)

/** How long the disk below a folder takes until a small write is safe, in milliseconds: the median of 101. */
export function flushMsOf(folder: string): number {
  const path = join(folder, 'flush')
  const file = openSync(path, 'w')
  try {
    const took = Array.from({ length: times }, () => {
      const startedMs = performance.now()
      writeSync(file, bytes, 0, bytes.length, 0)
      fdatasyncSync(file)
      return performance.now() - startedMs
    })
    return median(took)
  } finally {
    closeSync(file)
    rmSync(path)
  }
}
