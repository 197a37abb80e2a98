export async function late(clock: () => Promise<number>) {
  await clock()
  return Date.now() // breaks: clock
}
