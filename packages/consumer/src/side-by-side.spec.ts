import { describe, expect, it } from '@jest/globals'
import { sideBySide } from './side-by-side.ts'

/** A loop that ends when it is asked to, after it has said so. */
const loop = (said: string[], name: string) => (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    signal.addEventListener('abort', () => {
      said.push(name)
      setImmediate(resolve)
    })
  })

describe('loops side by side', () => {
  it('end together when asked to', async () => {
    const said: string[] = []
    const stopping = new AbortController()
    const running = sideBySide(signal => [loop(said, 'one')(signal), loop(said, 'two')(signal)], stopping.signal)
    stopping.abort()
    await running
    expect(said).toEqual(['one', 'two'])
  })

  it('end when one fails, with its failure, and not before all have', async () => {
    const said: string[] = []
    const failing = () => Promise.reject(new Error('first'))
    const late = (signal: AbortSignal) => loop(said, 'late')(signal).then(() => Promise.reject(new Error('second')))
    const running = sideBySide(signal => [late(signal), failing()], new AbortController().signal)
    await expect(running).rejects.toThrow('first')
    expect(said).toEqual(['late'])
  })
})
