import { generateKeyPairSync } from 'node:crypto'
import { createSignatureCheck } from '@matchday/adapters/signing/signature-check'
import { createSigner } from '@matchday/adapters/signing/signer'
import { encodeRecord } from '@matchday/adapters/wire/encode-record'
import { withRaw } from '@matchday/adapters/wire/raw-entry'
import type { EncodedRecord } from '@matchday/adapters/wire/text-record'
import type { LogEntry } from '@matchday/domain/inventory/entry'
import type { Signer } from '@matchday/domain/inventory/federation'
import { perSecondAtLeast } from '../measure/budgets.ts'
import type { Round } from '../measure/rounds.ts'
import { rowOf } from '../measure/rounds.ts'
import type { Row } from '../measure/row.ts'
import type { Scenario } from '../scenario.ts'
import { site } from '../workload/federation.ts'
import { salesOf, take } from '../workload/sales.ts'

/** Records signed together. */
const batchSizes = [1, 16, 64, 128, 512]
/** What a busy site signs together; a record may cost it ten microseconds, and a reader as much. */
const usualSize = 64

/** Records made ready at once: whole batches of each size. */
const chunkSize = 2_048

const place = { logId: 'bench', tournament: 'bench', topic: 'ticket-sales' }

/** Signatures alone: what a record costs whoever appends it, and whoever reads it, on one core. */
export const signing: Scenario = {
  name: 'signing',
  about: 'signing records, and checking them, on one core',
  run: async ({ size, progress }) => {
    const rows: Row[] = []
    const broken: string[] = []
    for (const batchSize of batchSizes) {
      const count = Math.min(Math.ceil(size.foldEntries / 4), batchSize * Math.ceil(size.foldEntries / 100))
      const [signed, checked]: [Round[], Round[]] = [[], []]
      for (let at = 0; at <= size.rounds; at++) {
        progress.step(`signing, batches of ${batchSize}, ${at === 0 ? 'warming up' : `round ${at} of ${size.rounds}`}`)
        const { sign, check, good } = signingRound(batchSize, count)
        if (good !== count) broken.push(`${count - good} of ${count} records were signed and did not pass`)
        if (at === 0) continue
        signed.push(sign)
        checked.push(check)
      }
      const budgets = batchSize === usualSize ? [perSecondAtLeast(100_000)] : []
      for (const [what, rounds] of [['signing', signed], ['checking', checked]] as const) {
        const subject = { scenario: 'signing', what: `${what}, batches of ${batchSize}`, unit: 'records' }
        const single = rows.find(row => row.what === `${what}, batches of 1`)
        rows.push(rowOf(subject, rounds, { budgets, against: single === undefined ? [] : [['one by one', single]] }))
      }
    }
    return { rows, broken }
  },
}

type SigningRound = { readonly sign: Round; readonly check: Round; readonly good: number }

/** Making records and entries is off the clock: that is done without signatures, too. */
function signingRound(batchSize: number, count: number): SigningRound {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')
  const sign = createSigner(place, { site: privateKey, publisher: null })
  const isSignedBy = createSignatureCheck(place)
  const signer: Signer = { id: site, publicKey: key }
  const sales = salesOf('signing')
  const [signClock, checkClock] = [createClock(), createClock()]
  let good = 0
  for (let left = count; left > 0; left -= chunkSize) {
    const records = take(sales, Math.min(left, chunkSize)).map(encodeRecord)
    const batches: (readonly EncodedRecord[])[] = []
    for (let from = 0; from < records.length; from += batchSize) batches.push(records.slice(from, from + batchSize))
    const sealed = signClock.run(() => batches.map(batch => sign(place.topic, batch)))
    const entries = sealed.flat().map(entryOf)
    good += checkClock.run(() => entries.filter(entry => isSignedBy(entry, signer))).length
  }
  return { sign: signClock.round(count), check: checkClock.round(count), good }
}

/** As a Kafka client hands it out. */
const entryOf = ({ key, value, headers }: EncodedRecord, offset: number): LogEntry =>
  withRaw({ offset, timestampMs: 0, stampedBy: 'log', said: { kind: 'empty' } }, {
    key: key === null ? null : Buffer.from(key),
    value: Buffer.from(value),
    headers: headers.map(([name, text]) => [name, Buffer.from(text)]),
    timestampMs: 0,
  })

/** Adds up what runs of some work took. */
function createClock() {
  let ms = 0
  let cpuMicros = 0
  return {
    run: <Done>(work: () => Done): Done => {
      const cpu = process.cpuUsage()
      const startedMs = performance.now()
      const done = work()
      ms += performance.now() - startedMs
      const { user, system } = process.cpuUsage(cpu)
      cpuMicros += user + system
      return done
    },
    round: (count: number): Round => {
      const cpu = { server: cpuMicros / count, stores: 0, generator: 0 }
      return { perSecond: count / (ms / 1_000), p50Ms: null, p99Ms: null, cpu }
    },
  }
}
