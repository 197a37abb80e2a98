import type { Command } from 'commander'
import { expect, it } from '@jest/globals'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './output.ts'
import { fail, line } from './output.ts'
import { runCli } from './testing/run-cli.ts'

const add = (program: Command, io: Io): void => {
  program.command('yes').action(() => line(io, 'done'))
  program.command('no').action(() => fail('not so', exitCodes.no))
  program.command('io').action(() => Promise.reject(new Error('a defect')))
  program.command('file').argument('<file>').action(() => fail('gone', exitCodes.io))
}

it.each([
  [['yes'], 0, 'done\n', ''],
  [['no'], 1, '', 'matchday: not so\n'],
  [['file', 'x'], 3, '', 'matchday: gone\n'],
  [['file'], 2, '', "error: missing required argument 'file'\n"],
  [['yes', '--loud'], 2, '', "error: unknown option '--loud'\n"],
  [['unheard'], 2, '', "error: unknown command 'unheard'\n"],
])('%j leaves with %d', async (args, code, out, err) => {
  expect(await runCli(add, ...args)).toEqual({ code, out, err })
})

it('help that is asked for is an answer; help instead of one is not', async () => {
  const asked = await runCli(add, '--help')
  expect([asked.code, asked.err]).toEqual([0, ''])
  expect(asked.out).toContain('Usage: matchday')
  const nothing = await runCli(add)
  expect([nothing.code, nothing.out]).toEqual([2, ''])
})

it('a defect is not swallowed', async () => {
  await expect(runCli(add, 'io')).rejects.toThrow('a defect')
})
