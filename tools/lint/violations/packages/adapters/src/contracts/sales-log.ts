import { expect } from '@jest/globals'

export const salesLogContract = expect
