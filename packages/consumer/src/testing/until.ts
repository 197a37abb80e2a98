import { setTimeout as pause } from 'node:timers/promises'

const triesMax = 3_000

/** Look every 10 ms until something holds. @throws Error when it never does */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    if (await holds()) return
    await pause(10)
  }
  throw new Error(`never happened: ${what}`)
}
