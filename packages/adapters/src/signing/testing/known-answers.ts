import { readFileSync } from 'node:fs'
import type { EncodedRecord } from '../../wire/text-record.ts'
import type { RecordPlace } from '../layout.ts'

/**
 * Answers of another program, written from the text of the wire alone. For whoever writes a site that is not Matchday:
 * each record with the bytes of its leaf and what became of them.
 */
export type KnownAnswers = {
  readonly place: RecordPlace
  readonly privateKey: string
  readonly publicKey: string
  readonly batches: readonly {
    readonly name: string
    readonly root: string
    readonly signature: string
    readonly records: readonly {
      readonly record: EncodedRecord
      /** Hex. */
      readonly leafBytes: string
      readonly leaf: string
      readonly proof: string
    }[]
  }[]
}

const file = new URL('./known-answers.json', import.meta.url)
export const knownAnswers = JSON.parse(readFileSync(file, 'utf8')) as KnownAnswers
