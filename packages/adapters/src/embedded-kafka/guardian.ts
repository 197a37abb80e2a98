import { spawn } from 'node:child_process'

/**
 * Waits for the end of its input, which comes when the process at the other end is gone, however it went; then asks the
 * server to stop, and kills it when it has not within ten seconds.
 */
const script = `
read -r _
kill -TERM "$1"
tries=100
while [ $tries -gt 0 ] && kill -0 "$1"; do sleep 0.1; tries=$((tries - 1)); done
kill -KILL "$1"
`

/** Sees to it that the server `pid` does not outlive us, even when we are killed; returns how to call it off. */
export const guard = (pid: number): (() => void) => {
  const stdio = ['pipe', 'ignore', 'ignore'] as const
  const guardian = spawn('/bin/sh', ['-c', script, 'guardian', String(pid)], { detached: true, stdio: [...stdio] })
  // Without a shell there is no guardian; the next start on the folder stops what was left.
  guardian.on('error', () => {})
  guardian.unref()
  return () => void guardian.kill('SIGKILL')
}
