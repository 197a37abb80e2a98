import { hash } from 'node:crypto'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { Sha256 } from '@matchday/domain/inventory/sha256'
import type { FederationFiles } from './federation-file.ts'

export const sha256: Sha256 = text => hash('sha256', text, 'hex')

/** For a log whose writers trust each other: whoever may append may speak for any site, and nothing is signed. */
export const trustEveryWriter: FoldTools['isSignedBy'] = () => true

/**
 * What the fold needs beyond records and rows: this site's files, and how signatures are checked on its log.
 * A partition was opened by the publisher of the first version, who need not be today's.
 */
export const createFoldTools = (
  { current, versions }: FederationFiles,
  isSignedBy: FoldTools['isSignedBy'],
): FoldTools => ({
  sha256,
  publisher: versions.reduce((first, other) => (other.version < first.version ? other : first), current).publisher,
  isSignedBy,
  federationOf: wanted => versions.find(federation => federation.sha256 === wanted),
})
