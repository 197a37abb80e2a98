const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export type StopSignal = {
  /** Settles at the first signal. A second one ends the process at once. */
  readonly received: Promise<void>
  readonly release: () => void
}

/** Take the signals that ask a process to end, so that it can end what it started. */
export function stopSignal(): StopSignal {
  const received = Promise.withResolvers<void>()
  let isAsked = false
  const handle = (signal: NodeJS.Signals): void => {
    if (isAsked) process.exit(signal === 'SIGINT' ? 130 : 143)
    isAsked = true
    received.resolve()
  }
  for (const signal of signals) process.on(signal, handle)
  return {
    received: received.promise,
    release: () => {
      for (const signal of signals) process.off(signal, handle)
    },
  }
}
