const now = [new Date(), Date.now(), Date(), performance.now()] // breaks: clock x4
const { now: read } = Date // breaks: clock x2
const plain: Date = new Date(0)
const [year, iso] = [Date.UTC(2022, 10, 20), plain.toISOString()]
const later = Temporal.Now // breaks: clock
const kept = keep(Date) // breaks: clock
const made = new Wrapper(Date) // breaks: clock
const local = [new Date(2022, 10, 20), Date.parse('2022-11-20 16:00')] // breaks: time-zone x2
const hours = plain.getHours() // breaks: time-zone
plain.setMinutes(1) // breaks: time-zone
const id = [crypto.randomUUID(), Math.random()] // breaks: chance x2
setTimeout(keep, 1) // breaks: timer
setInterval(keep, 1) // breaks: timer
setImmediate(keep) // breaks: timer
queueMicrotask(keep) // breaks: timer
console.log(id) // breaks: output
fetch('/') // breaks: network
const sockets = [WebSocket, EventSource, XMLHttpRequest] // breaks: network x3
const host = [process.env, globalThis, global, self, navigator, require, Buffer, eval, Function] // breaks: runtime x9
const loaded = import('./ids.ts') // breaks: runtime
const here = import.meta.url // breaks: runtime
const words = new Intl.NumberFormat() // breaks: locale
const german = (1).toLocaleString() // breaks: locale
const order = 'a'.localeCompare('b') // breaks: locale
const weak = [WeakRef, FinalizationRegistry] // breaks: garbage x2
let count = 0 // breaks: module-state
export let total = 0 // breaks: module-state

@sealed // breaks: decorator
export class Stock {}

export function evolve(state: State, entry: Entry): State {
  switch (entry.kind) {
    case 'held': return held(state)
    default: return state // breaks: silent-default
  }
}

export function evolveInBlock(state: State, entry: Entry): State {
  switch (entry.kind) {
    default: {
      return state // breaks: silent-default
    }
  }
}

export function forget(entry: Entry): void {
  switch (entry.kind) {
    case 'held': held(entry)
    default: return // breaks: silent-default
  }
}

export function skip(entry: Entry): void {
  switch (entry.kind) {
    default: break // breaks: silent-default
  }
  switch (entry.kind) {
    default: // breaks: silent-default
  }
}

export function fold(state: State, entry: Entry): State {
  switch (entry.kind) {
    default: return entry satisfies never
  }
}

export async function late(list: AsyncIterable<Entry>) { // breaks: async
  await held() // breaks: async
  for await (const entry of list) held(entry) // breaks: async
  return Promise.resolve() // breaks: async
}
