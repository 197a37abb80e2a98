import { expect, it } from '@jest/globals'
import { readUtc, utcText } from './utc-time.ts'

it.each([
  '2022-11-20 16:00:00Z',
  '2022-11-20T16:00:00',
  '2022-11-20T16:00:00+03:00',
  '2022-11-20T16:00Z',
  '2022-11-20T24:00:00Z',
  '2022-11-20T16:60:00Z',
  '2022-11-20T16:00:60Z',
  '2022-11-31T16:00:00Z',
  '2022-00-10T16:00:00Z',
  '2022-13-10T16:00:00Z',
  '2022-11-00T16:00:00Z',
  '2023-02-29T16:00:00Z',
  '1900-02-29T16:00:00Z',
  '2022-11-20T16:00:00.1Z',
  ' 2022-11-20T16:00:00Z',
  '2022-11-20T16:00:00Z ',
  '',
])('%p is no time', text => expect(readUtc(text)).toBeUndefined())

it.each([
  ['2022-11-20T16:00:00Z', Date.UTC(2022, 10, 20, 16)],
  ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
  ['2000-02-29T00:00:00.007Z', Date.UTC(2000, 1, 29, 0, 0, 0, 7)],
  ['1969-12-31T23:59:59Z', -1_000],
])('%s is read and written', (text, epochMs) => {
  expect(readUtc(text)).toBe(epochMs)
  expect(utcText(epochMs)).toBe(text)
})
