/** What becomes of the suites that need a broker. */
export type KafkaSuites =
  | { readonly kind: 'run' }
  | {
    readonly kind: 'left-out'
    /** Which, why, and how to run them: one line. */
    readonly said: string
    /** How many of them count as failed. */
    readonly failed: number
  }

/**
 * They run unless there is no broker and no way to start one. Where `isRequired`, as on CI, leaving them out fails.
 * @param files paths of all such suites
 * @param paths those that were asked for, by a part of their path; all where empty
 * @param fault why there can be no broker, and what to do about it
 */
export function kafkaSuites(
  files: readonly string[],
  paths: readonly string[],
  fault: string | undefined,
  isRequired: boolean,
): KafkaSuites {
  const wanted = files.filter(file => paths.length === 0 || paths.some(path => file.includes(path)))
  if (fault === undefined || wanted.length === 0) return { kind: 'run' }
  const suites = wanted.length === 1 ? 'suite' : 'suites'
  const said = `not run: ${wanted.length} Kafka ${suites} (${wanted.join(', ')}); ${fault}, and run pnpm test:kafka`
  return { kind: 'left-out', said, failed: isRequired ? wanted.length : 0 }
}
