import { hash } from 'node:crypto'
import type { LogEntry } from '@matchday/domain/inventory/entry'
import type { Signer } from '@matchday/domain/inventory/federation'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { Sha256 } from '@matchday/domain/inventory/sha256'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import { withRaw } from '../wire/raw-entry.ts'
import type { FederationFiles } from './federation-file.ts'

export const sha256: Sha256 = text => hash('sha256', text, 'hex')

/** For a log whose writers trust each other: whoever may append may speak for any site, and nothing is signed. */
export const trustEveryWriter: FoldTools['isSignedBy'] = () => true

/** The check of signatures on another topic's messages, which are no entries of a log. */
export function messageCheckBy(isSignedBy: FoldTools['isSignedBy']): (record: RawRecord, signer: Signer) => boolean {
  const entry: LogEntry = { offset: 0, timestampMs: 0, stampedBy: 'sender', said: { kind: 'empty' } }
  return (record, signer) => isSignedBy(withRaw(entry, record), signer)
}

/** Who opens partitions: the publisher of the first version, who need not be today's. */
export const firstPublisher = ({ current, versions }: FederationFiles): Signer =>
  versions.reduce((first, other) => (other.version < first.version ? other : first), current).publisher

/** What the fold needs beyond records and rows: this site's files, and how signatures are checked on its log. */
export const createFoldTools = (files: FederationFiles, isSignedBy: FoldTools['isSignedBy']): FoldTools => ({
  sha256,
  publisher: firstPublisher(files),
  isSignedBy,
  federationOf: wanted => files.versions.find(federation => federation.sha256 === wanted),
})
