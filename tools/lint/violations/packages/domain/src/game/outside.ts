import { createHash } from 'node:crypto' // breaks domain-is-alone
import { z } from 'zod' // breaks domain-is-alone, zod-stays-at-the-edge, no-unresolved-import
import type { MemoryLog } from '@matchday/adapters/memory/log' // breaks domain-is-alone, no-unresolved-import
import { salesLog } from '../../../adapters/src/kafka/sales-log.ts' // breaks domain-is-alone, other-packages-by-name

export type { MemoryLog }
export const outside = [createHash, z, salesLog, process.getBuiltinModule('node:fs')] // breaks domain-is-alone
