import type { Logger } from 'pino'
import { pino } from 'pino'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** One JSON object a line, on standard output. */
export const createLogger = (site: string, level: LogLevel): Logger =>
  pino({ level, base: { service: 'http', site }, timestamp: pino.stdTimeFunctions.isoTime })

export type { Logger }
