/**
 * Run loops side by side until they end, as each does when its signal aborts: `signal` does, or one of them failed.
 * @throws the first failure, once all have ended; the others' follow from it
 */
export async function sideBySide(
  start: (signal: AbortSignal) => readonly Promise<void>[],
  signal: AbortSignal,
): Promise<void> {
  const failed = new AbortController()
  const failures: Error[] = []
  const loops = start(AbortSignal.any([signal, failed.signal]))
  await Promise.all(loops.map(loop => loop.catch((thrown: unknown) => {
    failures.push(thrown instanceof Error ? thrown : new Error(String(thrown)))
    failed.abort()
  })))
  const [failure] = failures
  if (failure !== undefined) throw failure
}
