import type { Outcome } from './children.ts'

export type Progress = {
  started(name: string): void
  /** Counts the suites that jest names in `text` as it goes. */
  printed(name: string, text: string): void
  ended(outcome: Outcome): void
}

type Output = { readonly isTTY?: boolean; write(text: string): unknown }

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** One line for each check as it ends and, on a terminal that is `live`, one below them of what runs now. */
export function showProgress(output: Output, live: boolean): Progress {
  const running = new Map<string, { startedMs: number; suites: number }>()
  const clear = live ? '\r\u001b[K' : ''

  function drawRunning(): void {
    const parts = [...running].map(([name, { startedMs, suites }]) =>
      `${name} ${Math.floor((performance.now() - startedMs) / 1000)} s${suites > 0 ? `, ${suites} suites` : ''}`)
    output.write(`${clear}${parts.length > 0 ? `… ${parts.join(' · ')}` : ''}`)
  }

  let timer: NodeJS.Timeout | undefined

  return {
    started: name => {
      running.set(name, { startedMs: performance.now(), suites: 0 })
      if (!live) return
      timer ??= setInterval(drawRunning, 1000)
      drawRunning()
    },
    printed: (name, text) => {
      const check = running.get(name)
      if (check !== undefined) check.suites += text.match(/^\S*(PASS|FAIL)\b/gm)?.length ?? 0
    },
    ended: ({ name, ok, tookMs }) => {
      running.delete(name)
      output.write(`${clear}${ok ? '✓' : '✗'} ${name} (${seconds(tookMs)})\n`)
      if (running.size > 0 && live) drawRunning()
      if (running.size > 0) return
      clearInterval(timer)
      timer = undefined
    },
  }
}
