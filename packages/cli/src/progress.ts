import { Presets, SingleBar } from 'cli-progress'
import type { Io } from './output.ts'

export type Progress = {
  /** The bar appears with the first call. */
  readonly update: (done: number, all: number) => void
  readonly stop: () => void
}

/** A bar on standard error, for a person's terminal only; work that is over at once shows none. */
export function progress(io: Io, what: string): Progress {
  const startedAt = performance.now()
  let bar: SingleBar | null = null
  return {
    update: (done, all) => {
      if (!io.isInteractive || (bar === null && (done === all || performance.now() - startedAt < 300))) return
      if (bar === null) {
        const format = `${what} {bar} {value}/{total} | {eta_formatted}`
        const look = { format, stream: process.stderr, hideCursor: true, clearOnComplete: true }
        bar = new SingleBar(look, Presets.shades_grey)
        bar.start(all, done)
      }
      bar.setTotal(all)
      bar.update(done)
    },
    stop: () => bar?.stop(),
  }
}
