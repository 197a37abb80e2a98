import { expect, it } from '@jest/globals'
import { offsetMinutes } from './venue.ts'

it.each([
  ['UTC', 0],
  ['UTC+3', 180],
  ['UTC-7', -420],
  ['UTC+5:30', 330],
  ['UTC-0', 0],
  ['UTC+14', 840],
])('%s is %d minutes ahead', (text, minutes) => expect(offsetMinutes(text)).toBe(minutes))

const none = ['UTC+14:01', 'UTC+15', 'UTC3', 'UTC+', 'UTC+5:60', 'UTC+5:3', 'GMT+3', 'Qatar', ' UTC', 'UTC ', '']
it.each(none)('%p is no offset', text => expect(offsetMinutes(text)).toBeUndefined())
