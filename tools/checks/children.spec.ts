import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import type { Check } from './children.ts'
import { startChildren } from './children.ts'

const script = (code: string, maxMs = 20_000): Check => ({ name: 'script', argv: ['--eval', code], maxMs })

const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"

/** Starts a grandchild, prints its id when it is up, and waits. */
const parentOf = (grandchild: string): string => `
  const { spawn } = require('node:child_process')
  const grandchild = spawn(process.execPath, ['--eval', ${JSON.stringify(`console.log('up'); ${grandchild}`)}])
  grandchild.stdout.once('data', () => console.log(grandchild.pid))
  setInterval(() => {}, 1000)
`

/** A process that ended, but which nobody has waited for yet, does not count. */
const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function untilGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 500 && lives(pid); tries += 1) await new Promise(resolve => setTimeout(resolve, 10))
  expect(lives(pid)).toBe(false)
}

test('what a check prints on both streams is kept and handed on', async () => {
  const heard: string[] = []
  const outcome = await startChildren(process.env)
    .run(script('console.log("out"); console.error("err")'), text => heard.push(text))
  expect(outcome).toMatchObject({ ok: true, name: 'script' })
  expect(outcome.output.split('\n').sort()).toEqual(['', 'err', 'out'])
  expect(heard.join('')).toBe(outcome.output)
})

test('a check that ends with another code than 0 is not ok', async () => {
  const outcome = await startChildren(process.env).run(script('process.exitCode = 3'), () => undefined)
  expect(outcome.ok).toBe(false)
})

test('a check that takes too long is ended, and says so', async () => {
  const outcome = await startChildren(process.env).run(script('setInterval(() => {}, 1000)', 300), () => undefined)
  expect(outcome.ok).toBe(false)
  expect(outcome.output).toContain('took longer than 0.3 s')
})

test('stopping ends what a check started, and refuses the next check', async () => {
  const children = startChildren(process.env, 300)
  let grandchild = 0
  const outcome = await children.run(script(parentOf(deaf)), text => {
    grandchild = Number(text)
    children.stop('SIGTERM')
  })
  expect(outcome.ok).toBe(false)
  expect(grandchild).toBeGreaterThan(0)
  await untilGone(grandchild)
  expect(children.stoppedWith()).toBe(143)
  expect(await children.run(script('0'), () => undefined)).toMatchObject({ ok: false, tookMs: 0 })
})

test('a check that is deaf to the signal is killed', async () => {
  const children = startChildren(process.env, 300)
  const outcome = await children.run(script(`${deaf}; console.log('up')`), () => children.stop('SIGTERM'))
  expect(outcome.output).toContain('SIGKILL')
})
