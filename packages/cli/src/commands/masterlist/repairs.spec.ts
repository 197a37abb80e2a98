import { expect, it } from '@jest/globals'
import { rangesText } from './repairs.ts'

it.each([
  [[3, 1, 2, 7], '1-3, 7'],
  [[], ''],
  [[5], '5'],
  [[1, 2], '1-2'],
  [[2, 2, 4], '2, 4'],
])('%j reads %s', (numbers, text) => expect(rangesText(numbers)).toBe(text))
