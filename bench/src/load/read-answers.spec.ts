import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createAnswerReader } from './read-answers.ts'

const answer = (status: number, body: string, header = 'Content-Length'): string =>
  `HTTP/1.1 ${status} Any\r\nDate: now\r\n${header}: ${Buffer.byteLength(body)}\r\nX: y\r\n\r\n${body}`

function statusesOf(chunks: readonly Buffer[]): number[] {
  const statuses: number[] = []
  const read = createAnswerReader(status => statuses.push(status))
  for (const chunk of chunks) read(chunk)
  return statuses
}

describe('the reader of answers', () => {
  it('says the status of each answer', () => {
    const bytes = answer(201, '{"a":1}') + answer(409, 'é') + 'HTTP/1.1 204 No Content\r\n\r\n' + answer(200, '')
    expect(statusesOf([Buffer.from(bytes)])).toEqual([201, 409, 204, 200])
  })

  it('reads the same from any pieces', () => {
    const one = fc.record({ status: fc.integer({ min: 200, max: 599 }), body: fc.string() })
    const sizeStream = fc.infiniteStream(fc.integer({ min: 1, max: 60 }))
    fc.assert(
      fc.property(fc.array(one, { maxLength: 5 }), sizeStream, (answers, sizes) => {
        const whole = answers.filter(({ status }) => status !== 204 && status !== 304)
        const bytes = Buffer.from(whole.map(({ status, body }) => answer(status, body, 'content-length')).join(''))
        const chunks: Buffer[] = []
        for (let at = 0; at < bytes.length; at += chunks.at(-1)?.length ?? 0) {
          chunks.push(bytes.subarray(at, at + (sizes.next().value as number)))
        }
        expect(statusesOf(chunks)).toEqual(whole.map(({ status }) => status))
      }),
    )
  })

  it('says nothing of an answer that is not complete', () => {
    expect(statusesOf([Buffer.from(answer(200, 'four').slice(0, -1))])).toEqual([])
  })

  it('refuses what it cannot read', () => {
    expect(() => statusesOf([Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')])).toThrow('chunked')
    expect(() => statusesOf([Buffer.alloc(20_000, 'x')])).toThrow('does not end')
  })
})
