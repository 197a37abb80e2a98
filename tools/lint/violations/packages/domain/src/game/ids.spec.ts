import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { holdId } from '../testing/hold-id.ts'

export { createHash, fc, holdId }
