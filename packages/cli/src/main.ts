#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { processIo } from './output.ts'

// Parsing what was parsed last time is a good part of a start; this must come before the imports it speeds up.
enableCompileCache()
const { Command } = await import('commander')
const { addCommands } = await import('./add-commands.ts')
const { prepare, run } = await import('./run.ts')

const io = processIo()
const program = prepare(new Command('matchday'), io).description('sell the seats of a tournament together with others')
addCommands(program, io)
process.exitCode = await run(program, process.argv.slice(2), io)
