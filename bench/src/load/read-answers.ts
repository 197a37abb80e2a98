/** What one connection's bytes mean: a function that takes them as they come. */
export type AnswerReader = (chunk: Buffer) => void

const headEnd = Buffer.from('\r\n\r\n')
const lengthPattern = /\r\ncontent-length: *(\d+)/i
/** No head is longer; a server that sends more is not one this was written for. */
const headBytesMax = 16_384

/**
 * Reads HTTP/1.1 answers off a connection, one after the other, and says the status of each when its body is complete.
 * It reads only what the bench's servers send: every answer states its Content-Length, or has no body at all.
 * A full client costs several times as much, on a machine that the server under test has to share with it.
 * @throws Error at an answer of another kind
 */
export function createAnswerReader(answered: (status: number) => void): AnswerReader {
  let head: Buffer | null = null
  let status = 0
  let bodyLeft = 0

  const readHead = (chunk: Buffer): number => {
    const end = chunk.indexOf(headEnd)
    if (end < 0) return -1
    const text = chunk.toString('latin1', 0, end)
    status = Number(text.slice(9, 12))
    const length = lengthPattern.exec(text)?.[1]
    const isBodiless = status === 204 || status === 304
    if (length === undefined && !isBodiless) throw new Error(`an answer without Content-Length:\n${text}`)
    bodyLeft = isBodiless ? 0 : Number(length)
    return end + headEnd.length
  }

  return chunk => {
    let rest = head === null ? chunk : Buffer.concat([head, chunk])
    head = null
    while (rest.length > 0) {
      if (bodyLeft === 0) {
        const bodyAt = readHead(rest)
        if (bodyAt < 0) {
          if (rest.length > headBytesMax) throw new Error('an answer whose head does not end')
          head = rest
          return
        }
        if (bodyLeft === 0) answered(status)
        rest = rest.subarray(bodyAt)
        continue
      }
      const taken = Math.min(bodyLeft, rest.length)
      bodyLeft -= taken
      if (bodyLeft === 0) answered(status)
      rest = taken === rest.length ? rest.subarray(rest.length) : rest.subarray(taken)
    }
  }
}
