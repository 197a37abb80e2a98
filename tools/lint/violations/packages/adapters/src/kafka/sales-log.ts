import { Kafka } from 'kafkajs'
import { z } from 'zod'
import type { GameNumber } from '@matchday/domain/game/ids'
import { StripeError } from 'stripe' // breaks one-folder-knows-stripe
import { sql } from 'slonik' // breaks postgres-stays-in-its-folders
import { createPool } from '@slonik/driver' // breaks postgres-stays-in-its-folders, no-unresolved-import
import migrate from 'node-pg-migrate' // breaks postgres-stays-in-its-folders, no-unresolved-import

export type { GameNumber }
export const salesLog = [Kafka, z, StripeError, sql, createPool, migrate]
