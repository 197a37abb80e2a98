import type { Seen } from '../../payment/seen.ts'
import type { Step } from '../../payment/step.ts'
import { isAtRest } from './agreement.ts'
import type { Move } from './explore.ts'
import type { Making } from './making.ts'
import { momentOf } from './start.ts'
import type { Sending, Worker, World } from './world.ts'

/** What one worker may do next: one thing that somebody else can notice. Who does nothing any more is dead. */
export function workerMoves(making: Making, world: World, worker: Worker): Move<World>[] {
  const { asking, change, become } = making
  const { name, seen, sending, recovers } = worker
  if (seen === null && (!recovers || isAtRest(world.row))) return []
  if (seen === null || seen === 'outdated') {
    return [change(world, `${name} takes it up`, become(world, worker, { seen: asking.starting(world.row) }))]
  }
  const dies = recovers ? [leave(making, world, worker, 'dies')] : []
  if (sending === null) return [...dies, ...take(making, world, worker, seen)]
  if (sending.sent < sending.step.records.length) return [...dies, ...send(making, world, worker, sending)]
  return [...dies, read(making, world, worker, seen)]
}

const leave = ({ change, become }: Making, world: World, worker: Worker, how: string): Move<World> =>
  change(world, `${worker.name} ${how}`, become(world, worker, { seen: null, sending: null }))

const read = ({ asking, change, become }: Making, world: World, worker: Worker, seen: Seen): Move<World> =>
  change(world, `${worker.name} reads the log`, become(world, worker, {
    seen: asking.reading(seen, world.log), sending: null,
  }))

function take(making: Making, world: World, worker: Worker, seen: Seen): Move<World>[] {
  const step = making.asking.stepOf(seen, momentOf(world.left))
  switch (step.kind) {
    case 'rest':
    case 'await-buyer':
      return [leave(making, world, worker, 'is done')]
    case 'write':
      return [write(making, world, worker, seen, step)]
    case 'read-log':
      return [read(making, world, worker, seen)]
    case 'append':
      return send(making, world, worker, { step, sent: 0 })
    case 'authorise':
    case 'ask':
    case 'capture':
    case 'void':
    case 'refund':
      return call(making, world, worker, seen, step)
    default:
      return step satisfies never
  }
}

/** On top of the row as it was seen; where it moved on, start over from what it is now. */
function write(
  making: Making,
  world: World,
  worker: Worker,
  seen: Seen,
  { event }: Step & { readonly kind: 'write' },
): Move<World> {
  const { rules, asking, change, become } = making
  const name = `${worker.name} writes ${event.kind}`
  if (rules.compareAndSet && world.row !== seen.payment) {
    return change(world, `${name}, too late`, become(world, worker, { seen: asking.starting(world.row) }))
  }
  const row = asking.evolved(seen.payment, event)
  if (row === null) return leave(making, world, worker, 'dies of an event that does not follow')
  return change(world, name, { row, ...become(world, worker, { seen: asking.writing(seen, row) }) })
}

/** The next of some records: it arrives, or does when nobody counts on it any more, or never. */
function send(making: Making, world: World, worker: Worker, { step, sent }: Sending): Move<World>[] {
  const { asking, change, become, deep, shallow, spend } = making
  const record = step.records[sent]
  if (record === undefined) throw new Error('nothing is left to send')
  const further = become(world, worker, { sending: shallow('sending', { step, sent: sent + 1 }) })
  const name = `${worker.name} appends ${record.kind} of ${record.hold.slice(-4)}`
  const arrives = asking.folded(world.log, record).map(log => change(world, name, { log, ...further }))
  if (world.left.mishaps === 0 || world.delayed !== null) return arrives
  const delayed = { ...further, left: spend(world.left, 'mishaps'), delayed: deep(record) }
  return [...arrives, change(world, `${name}; it is delayed, or lost`, delayed)]
}

/** The provider does what it is asked for, or does when nobody listens any more, or never. */
function call(making: Making, world: World, worker: Worker, seen: Seen, step: Step): Move<World>[] {
  const { asking, change, become, spend } = making
  const name = `${worker.name} has the provider ${step.kind}`
  const answered = asking.answersTo(world.provider, step)
    .filter(({ costs }) => costs === null || world.left[costs] > 0)
    .map(({ name: says, provider, heard, costs }) => change(world, `${name}: ${says}`, {
      provider, left: spend(world.left, costs), ...become(world, worker, { seen: asking.hearing(seen, heard) }),
    }))
  if (world.left.mishaps === 0 || world.delayed !== null || step.kind === 'ask') return answered
  const left = spend(world.left, 'mishaps')
  const delayed = { left, delayed: step, ...become(world, worker, { seen: null }) }
  return [...answered, change(world, `${name}; it is delayed, or lost, and nobody waits`, delayed)]
}
