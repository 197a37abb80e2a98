import { setTimeout as pause } from 'node:timers/promises'

/** Waits, looking every few milliseconds, until something is so. @throws Error when it is not so within `withinMs` */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadlineMs = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > deadlineMs) throw new Error(`it was not so within ${withinMs} ms: ${isSo.toString()}`)
    await pause(5)
  }
}
