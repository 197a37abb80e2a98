import { holdId } from '@matchday/domain/testing/hold-id'

export const serve = holdId
