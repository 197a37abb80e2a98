import { randomUUID } from 'node:crypto'
import type { NewId } from '@matchday/domain/ports/identity'

/** 122 random bits. */
export const newId: NewId = () => randomUUID()
