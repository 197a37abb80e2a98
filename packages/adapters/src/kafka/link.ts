import type { KafkaConfig } from 'kafkajs'
import Broker from 'kafkajs/src/broker/index.js'
import loggers from 'kafkajs/src/loggers/index.js'
import type { Connection, Wire } from 'kafkajs/src/network/connectionPool.js'
import ConnectionPool from 'kafkajs/src/network/connectionPool.js'
import createSocketFactory from 'kafkajs/src/network/socketFactory.js'
import { KafkaFault } from './fault.ts'
import { KafkaRefused } from './refused.ts'

export type KafkaConnection = {
  /** `host:port` of some of the cluster's brokers. */
  readonly brokers: readonly string[]
  /** Told to the brokers, for their logs and quotas. */
  readonly clientId: string
  readonly ssl?: NonNullable<KafkaConfig['ssl']>
  readonly sasl?: NonNullable<KafkaConfig['sasl']>
}

export type Address = { readonly host: string; readonly port: number }

/** One connection to one broker, which answers its requests in turn. Made when it is needed, and again if it broke. */
export type Link = {
  /**
   * @param timeoutMs a connection on which no answer comes in this time is broken off
   * @throws LinkDown when the request was not sent
   * @throws LinkBroken when it is not known what became of it
   * @throws KafkaRefused where the broker does not let this process in
   * @throws KafkaFault where the wire's `parse` does
   */
  readonly send: <Decoded, Answer>(wire: Wire<Decoded, Answer>, timeoutMs: number) => Promise<Answer>
  /** Break it off, with whatever is on its way. */
  readonly close: () => void
}

/** No connection: nothing was sent. */
export class LinkDown extends Error {
  constructor({ host, port }: Address, cause: unknown) {
    super(`no connection to the Kafka broker at ${host}:${port}: ${messageOf(cause)}`, { cause })
    this.name = 'LinkDown'
  }
}

/** The connection broke, or the broker fell silent, after a request was sent. */
export class LinkBroken extends Error {
  constructor({ host, port }: Address, cause: unknown) {
    super(`the Kafka broker at ${host}:${port} did not answer: ${messageOf(cause)}`, { cause })
    this.name = 'LinkBroken'
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const connectMaxMs = 3_000

/** kafkajs tells its callers by errors, and they theirs; a line to the console would be the second. */
const logger = loggers.createLogger({ level: loggers.LEVELS.NOTHING, logCreator: () => () => {} })

export function createLink(address: Address, settings: KafkaConnection): Link {
  let opening: Promise<Connection> | null = null
  let opened: Connection | null = null
  let isClosed = false

  const forget = (connection: Connection): void => {
    breakOff(connection)
    if (opened === connection) opened = opening = null
  }

  const connected = (): Promise<Connection> => {
    if (isClosed) throw new LinkDown(address, 'closed')
    if (opened !== null && !opened.isConnected()) forget(opened)
    opening ??= open(address, settings).then(
      connection => {
        if (isClosed) breakOff(connection)
        return (opened = connection)
      },
      (error: unknown) => {
        opening = null
        throw error
      },
    )
    return opening
  }

  return {
    send: async (wire, timeoutMs) => {
      const connection = await connected()
      try {
        return await within(timeoutMs, connection.send({ ...wire, logResponseError: false }))
      } catch (error) {
        if (error instanceof KafkaFault) throw error
        forget(connection)
        throw new LinkBroken(address, error)
      }
    },
    close: () => {
      isClosed = true
      if (opened !== null) breakOff(opened)
    },
  }
}

/** @throws LinkDown, KafkaRefused */
async function open(address: Address, { clientId, ssl, sasl }: KafkaConnection): Promise<Connection> {
  const connectionPool = new ConnectionPool({
    ...address,
    clientId,
    ssl,
    // The authenticator writes into it.
    sasl: sasl && { ...sasl },
    socketFactory: createSocketFactory(),
    connectionTimeout: connectMaxMs,
    requestTimeout: connectMaxMs,
    // kafkajs looks for late answers ten times a second, and goes on with the connection on which none came.
    enforceRequestTimeout: false,
    logger,
  })
  const [connection] = connectionPool.pool
  stopIdling(connection)
  try {
    await within(connectMaxMs, new Broker({ connectionPool, logger }).connect())
    return connection
  } catch (error) {
    breakOff(connection)
    throw refusalOf(error, address) ?? new LinkDown(address, error)
  }
}

/**
 * With nothing to wait for, kafkajs sets a timer for the year 1970, which Node warns of and runs out in a millisecond,
 * to set the next: 900 wake-ups a second on every connection that was ever used.
 */
function stopIdling({ requestQueue }: Connection): void {
  const schedule = requestQueue.scheduleCheckPendingRequests.bind(requestQueue)
  requestQueue.scheduleCheckPendingRequests = () => {
    if (requestQueue.pending.length > 0) schedule()
  }
}

/** kafkajs would wait for the answers that are still due. */
function breakOff(connection: Connection): void {
  connection.socket?.destroy()
  connection.rejectRequests(new Error('the connection was broken off'))
  void connection.disconnect().catch(() => {})
}

/** What no second try changes: the broker does not let this process in, or one of them does not trust the other. */
function refusalOf(error: unknown, { host, port }: Address): KafkaRefused | null {
  const { name, message, code, type } = error as Error & { readonly code?: unknown; readonly type?: unknown }
  const at = `the Kafka broker at ${host}:${port}`
  const isCutOff = /closed connection|not connected/i.test(message)
  if ((name === 'KafkaJSSASLAuthenticationError' && !isCutOff) || /SASL/.test(String(type))) {
    return new KafkaRefused(`${at} refuses the credentials: ${message}`, error)
  }
  return /CERT|SSL|TLS/.test(String(code)) ? new KafkaRefused(`no TLS with ${at}: ${message}`, error) : null
}

async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing in ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
