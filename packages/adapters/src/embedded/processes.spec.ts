import { describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { commandOf, isAlive, ownIdentity, startTimeOf, waitUntilGone } from './processes.ts'

it('tells the words a process was started with, and none of one that is not there', () => {
  expect(commandOf(process.pid).join(' ')).toContain('jest')
  expect(commandOf(4_194_305).join('')).toBe('')
})

describe('the identity of a process', () => {
  it('stays while it runs and is another than its child has', async () => {
    expect(isAlive(ownIdentity())).toBe(true)
    expect(isAlive({ ...ownIdentity(), startTime: 'another' })).toBe(false)
    const child = spawn('sleep', ['60'])
    const identity = { pid: child.pid ?? 0, startTime: startTimeOf(child.pid ?? 0) ?? '' }
    expect(isAlive(identity)).toBe(true)
    expect(await waitUntilGone(identity, 50)).toBe(false)
    child.kill()
    expect(await waitUntilGone(identity, 5_000)).toBe(true)
    expect(startTimeOf(identity.pid)).toBeUndefined()
  })

  it('ends with the process, also where nobody collects the zombie', async () => {
    // The shell starts a child, becomes a program that never waits for it, and the child ends.
    const parent = spawn('/bin/sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'])
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer]
    const pid = Number.parseInt(printed.toString(), 10)
    expect(await waitUntilGone({ pid, startTime: startTimeOf(pid) ?? '' }, 5_000)).toBe(true)
    expect(() => process.kill(pid, 0)).not.toThrow()
    parent.kill()
    await once(parent, 'exit')
  })
})
