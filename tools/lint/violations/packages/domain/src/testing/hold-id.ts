import { randomUUID } from 'node:crypto'

export const holdId = randomUUID
