import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { FoldTools } from '@matchday/domain/inventory/state'
import { federationOf, toolsFor } from '@matchday/domain/testing/world'
import type { MemberId } from '@matchday/domain/ports/membership'
import type { Logger } from 'pino'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import type { ConsumerParts } from '../daemon.ts'
import { createHooks } from './hooks.ts'
import type { Rows } from './rows.ts'
import type { World } from './world.ts'

export type Line = { readonly level: number; readonly msg: string; readonly [field: string]: unknown }

/** A logger whose lines a test reads. */
export function createLines(): { readonly log: Logger; readonly lines: Line[] } {
  const lines: Line[] = []
  const write = (line: string): void => void lines.push(JSON.parse(line) as Line)
  return { log: pino({ level: 'info' }, { write }), lines }
}

let members = 0

/** An id that no other consumer of the test process has. */
export const newMember = (): MemberId => `member-${++members}` as MemberId

/** What a consumer of one of the world's sites is made of, with hooks that do nothing until a test sets them. */
export function createParts(
  world: World,
  rows: Rows,
  over: {
    readonly site?: string
    readonly tools?: FoldTools
    readonly federation?: Federation
    readonly member?: MemberId
  } = {},
) {
  const hooks = createHooks()
  const { log, lines } = createLines()
  const federation = over.federation ?? federationOf(1)
  const registry = new Registry()
  const { copy, decisions, reservations, convergence, membership } = rows.openFor(hooks, world.time.clock)
  const parts: ConsumerParts = {
    site: (over.site ?? 'a') as SiteId,
    federation,
    salesLog: world.logFor(hooks),
    copy,
    decisions,
    reservations,
    convergence,
    member: over.member ?? newMember(),
    membership,
    tools: over.tools ?? toolsFor(federation),
    clock: world.time.clock,
    chance: () => 0.5,
    pause: world.time.pause,
    log,
    registry,
  }
  return { parts, hooks, lines, registry }
}

export const linesWith = (lines: readonly Line[], text: string): Line[] => lines.filter(({ msg }) => msg.includes(text))
