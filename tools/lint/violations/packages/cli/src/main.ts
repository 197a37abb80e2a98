import { router } from '@matchday/http/router'
import { z } from 'zod'
import fc from 'fast-check' // breaks declared-dependencies-only
import pretty from 'pino-pretty' // breaks declared-dependencies-only
import type { Parameters } from 'fast-check'
import { rowLock } from '../../../bench/src/row-lock.ts' // breaks other-packages-by-name

export type { Parameters }
export const main = [router, z, fc, pretty, rowLock]
