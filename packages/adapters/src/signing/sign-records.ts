import type { EncodedRecord } from '../wire/text-record.ts'

/** Adds a signature and its proof to each of the records that one producer sends to a topic together. */
export type SignRecords = (topic: string, records: readonly EncodedRecord[]) => readonly EncodedRecord[]
