import { describe, expect, it } from '@jest/globals'
import { showProgress } from './progress.ts'

function shown(isTTY: boolean) {
  const written: string[] = []
  let nowMs = 0
  const progress = showProgress({ isTTY, write: text => written.push(text) }, () => nowMs)
  return { progress, written, wait: (ms: number) => void (nowMs += ms) }
}

describe('progress', () => {
  it('is a line a step where nobody watches, and one a quarter of a long one', () => {
    const { progress, written, wait } = shown(false)
    progress.step('first')
    wait(12_400)
    progress.step('second')
    for (let share = 0; share < 1; share += 0.01) progress.part(share)
    progress.end()
    expect(written.slice(0, 2)).toEqual(['   0 s  first\n', '  12 s  second\n'])
    expect(written.slice(2).map(line => /\d+%/.exec(line)?.[0])).toEqual(['25%', '50%', '75%'])
  })

  it('is one moving line on a terminal, which it clears', () => {
    const { progress, written } = shown(true)
    progress.step('only')
    progress.part(0.5)
    progress.end()
    expect(written.every(text => text.startsWith('\r') && !text.includes('\n'))).toBe(true)
    expect(written[1]).toContain('[############............] 50%')
    expect(written.at(-1)).toBe('\r\u001b[K')
  })
})
