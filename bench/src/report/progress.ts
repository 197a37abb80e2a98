/** Says what a long run is doing. */
export type Progress = {
  /** A step begins; it is named until the next one. */
  readonly step: (text: string) => void
  /** How far the step is, of 1. */
  readonly part: (share: number) => void
  readonly end: () => void
}

type Output = { readonly isTTY?: boolean; readonly write: (text: string) => unknown }

const barWidth = 24
/** Where nobody watches a line move, a step's parts are said this often. */
const quarter = 0.25

/** One moving line on a terminal; elsewhere a line a step. */
export function showProgress(output: Output, nowMs: () => number = () => performance.now()): Progress {
  const startedMs = nowMs()
  let current = ''
  let said = 0
  const stamp = (): string => `${((nowMs() - startedMs) / 1_000).toFixed(0).padStart(4)} s`
  const draw = (text: string): void => {
    output.write(output.isTTY === true ? `\r\u001b[K${stamp()}  ${text}` : `${stamp()}  ${text}\n`)
  }
  return {
    step: text => {
      current = text
      said = 0
      draw(text)
    },
    part: share => {
      if (output.isTTY !== true && share < said + quarter) return
      said = share
      const full = Math.round(Math.min(1, share) * barWidth)
      draw(`${current}  [${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] ${Math.floor(share * 100)}%`)
    },
    end: () => {
      if (output.isTTY === true) output.write('\r\u001b[K')
    },
  }
}
