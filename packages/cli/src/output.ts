import { styleText } from 'node:util'
import Table from 'cli-table3'
import type { ExitCode } from './exit-codes.ts'

/** Where a command's words go: answers to `write` (standard output), everything else to `warn` (standard error). */
export type Io = {
  readonly write: (text: string) => void
  readonly warn: (text: string) => void
  /** Whether answers may be coloured: only for a person's terminal. */
  readonly colour: boolean
  /** Whether a person watches standard error: only then is progress drawn. */
  readonly isInteractive: boolean
}

/** The process's own streams. Colour only on a terminal, and not where `NO_COLOR` is set to anything. */
export const processIo = (): Io => ({
  write: text => void process.stdout.write(text),
  warn: text => void process.stderr.write(text),
  colour: process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === '',
  isInteractive: process.stderr.isTTY === true,
})

/** A command's end without success: one line for standard error and the code to leave with. */
export class CliFailure extends Error {
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode) {
    super(message)
    this.name = 'CliFailure'
    this.exitCode = exitCode
  }
}

/** Ends the command: `message` becomes the one line on standard error. */
export function fail(message: string, exitCode: ExitCode): never {
  throw new CliFailure(message, exitCode)
}

/** A table for people. Numbers stand on the right. */
export function table(io: Io, head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  // Coloured here: the table library decides by the process's own terminal and environment, not by `io`.
  const heading = (text: string): string => io.colour ? styleText('bold', text, { validateStream: false }) : text
  const colAligns = head.map((_, index): 'left' | 'right' =>
    rows.length > 0 && rows.every(row => typeof row[index] === 'number') ? 'right' : 'left',
  )
  const drawn = new Table({ head: head.map(heading), colAligns, style: { head: [], border: [], compact: true } })
  drawn.push(...rows.map(row => [...row]))
  io.write(`${drawn.toString()}\n`)
}

/** One JSON document for programs. */
export const json = (io: Io, value: unknown): void => io.write(`${JSON.stringify(value, null, 2)}\n`)

/** One line for people. */
export const line = (io: Io, text: string): void => io.write(`${text}\n`)

/** `1 game`, `64 games`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
