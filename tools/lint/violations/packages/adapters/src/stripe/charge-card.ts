import Stripe from 'stripe'
import { Kafka } from 'kafkajs' // breaks one-folder-knows-kafkajs
import type { Request } from 'express' // breaks only-http-knows-express, no-unresolved-import

export type { Request }
export const chargeCard = [Stripe, Kafka]
