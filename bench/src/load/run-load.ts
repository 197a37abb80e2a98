import { connect } from 'node:net'
import { percentile } from '../measure/statistics.ts'
import type { LoadPlan, LoadReport, RequestTemplate } from './load-plan.ts'
import { serialMarker } from './load-plan.ts'
import { createAnswerReader } from './read-answers.ts'

const serialDigits = 12
/** A server that says nothing for this long will not say any more. */
const silenceMaxMs = 30_000

/**
 * Loads a server as the plan says: timed from the warm-up's end on, or later, when every connection was answered once.
 * Requests that are under way at the end are waited for, so that every one is counted.
 * @throws Error when a connection fails, or a server closes one
 */
export async function runLoad(plan: LoadPlan): Promise<LoadReport> {
  const { hostname, port } = new URL(plan.url)
  const texts = requestTexts(plan.request, `${hostname}:${port}`, plan.firstSerial)
  const answers: Record<number, number> = {}
  const latenciesMs: number[] = []
  const warmMs = performance.now() + plan.warmUpMs
  let fromMs = Infinity
  let untilMs = Infinity
  let coldConnections = plan.connections

  const begin = (nowMs: number): void => {
    fromMs = nowMs
    untilMs = nowMs + plan.measureMs
  }

  const loop = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      let sentMs = 0
      let isCold = true
      const send = (): void => {
        sentMs = performance.now()
        socket.write(texts(), 'latin1')
      }
      const read = createAnswerReader(status => {
        const nowMs = performance.now()
        answers[status] = (answers[status] ?? 0) + 1
        if (isCold) coldConnections--
        isCold = false
        if (nowMs >= fromMs && nowMs < untilMs) latenciesMs.push(nowMs - sentMs)
        else if (coldConnections === 0 && nowMs >= warmMs && fromMs === Infinity) begin(nowMs)
        if (nowMs < untilMs) return send()
        socket.destroy()
        resolve()
      })
      socket.once('connect', send)
      socket.on('data', chunk => {
        try {
          read(chunk)
        } catch (error) {
          socket.destroy(error as Error)
        }
      })
      socket.setTimeout(silenceMaxMs, () => socket.destroy(new Error(`no answer in ${silenceMaxMs} ms`)))
      socket.once('error', reject)
      socket.once('close', () => reject(new Error('the server closed a connection')))
    })

  await Promise.all(Array.from({ length: plan.connections }, loop))
  const ascending = Float64Array.from(latenciesMs).sort()
  return {
    answers,
    timed: ascending.length,
    seconds: plan.measureMs / 1_000,
    p50Ms: ascending.length === 0 ? NaN : percentile(ascending, 0.5),
    p99Ms: ascending.length === 0 ? NaN : percentile(ascending, 0.99),
  }
}

/** Makes the bytes of one request after the other. */
function requestTexts({ method, path, body }: RequestTemplate, host: string, firstSerial: number): () => string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: application/json\r\n`
  if (body === null) {
    const text = `${head}\r\n`
    return () => text
  }
  const [before = '', ...after] = body.split(serialMarker)
  const length = Buffer.byteLength(body) + after.length * (serialDigits - serialMarker.length)
  const start = `${head}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${before}`
  let serial = firstSerial
  return () => {
    const digits = String(serial++).padStart(serialDigits, '0')
    return after.reduce((text, part) => text + digits + part, start)
  }
}
