/**
 * What the process says to the script that ran it. They are an interface: add, never renumber.
 * - `ok` 0: done, or the answer is yes.
 * - `no` 1: the question was answered, and the answer is no: a list is invalid, two lists differ, an audit fails.
 * - `usage` 2: the command line does not say anything that can be done; nothing was tried.
 * - `io` 3: a file, a database or a network did not do its part; the same command may succeed later.
 */
export const exitCodes = { ok: 0, no: 1, usage: 2, io: 3 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
