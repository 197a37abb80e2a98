export type Refresher = {
  /** There is something to do: now, or as soon as the pause after the last time allows. */
  readonly ask: () => void
  /** Begin nothing more; resolves when what was begun has ended. */
  readonly close: () => Promise<void>
}

export type RefresherTimes = { readonly pauseMs: number; readonly pauseAfterFailureMs: number }

/** One at a time, with a pause after each; however often it is asked meanwhile, it runs once more. */
export function createRefresher(refresh: () => Promise<void>, times: RefresherTimes): Refresher {
  let isAsked = false
  let isClosed = false
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  const begin = (): void => {
    timer = undefined
    if (!isAsked) return
    isAsked = false
    running = refresh().then(
      () => rest(times.pauseMs),
      () => {
        isAsked = true
        rest(times.pauseAfterFailureMs)
      },
    )
  }
  /** Kept also where nothing is to do yet: what is asked for meanwhile waits for its end. */
  const rest = (pauseMs: number): void => {
    running = undefined
    if (!isClosed) timer = setTimeout(begin, pauseMs)
  }

  return {
    ask: () => {
      isAsked = true
      if (!isClosed && running === undefined) timer ??= setTimeout(begin, 0)
    },
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await running
    },
  }
}
