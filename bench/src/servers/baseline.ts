import type { BenchChild } from './child.ts'
import { startChild } from './child.ts'

/** What the baseline process serves. */
export type BaselineTask = {
  /** A database with the row-lock shape's tables. */
  readonly databaseUrl: string
  /** Of the row-lock shape to its database. */
  readonly connections: number
  /** How large a POST is answered, by status, in bytes. */
  readonly answerBytes: Readonly<Record<number, number>>
  /** What a GET of a path is answered. */
  readonly bodies: Readonly<Record<string, string>>
}

export const startBaseline = (task: BaselineTask): Promise<BenchChild> =>
  startChild(new URL('baseline-main.ts', import.meta.url), { task })

export const startGenerator = (): Promise<BenchChild> =>
  startChild(new URL('../load/generator-main.ts', import.meta.url))
