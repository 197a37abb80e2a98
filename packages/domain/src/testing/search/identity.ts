/**
 * Equal values become one object, so that they are compared and looked up by identity: a search meets the same row, the
 * same log and the same world hundreds of thousands of times.
 */
export type Identity = {
  /** The one object for all that are equal in every part. */
  readonly deep: <Value extends object>(value: Value) => Value
  /** The same, for a list, or a thing of some kind, whose parts have gone through here already. */
  readonly shallow: <Value extends object>(kind: string, value: Value) => Value
}

/** Two numbers below this make one that is exact. */
const numbersMax = 2 ** 26

export function newIdentity(): Identity {
  const numbers = new Map<unknown, number>()
  const pairs = new Map<number, number>()
  const known = new Map<number | string, object>()
  let last = 0
  const next = (): number => {
    if (++last >= numbersMax) throw new Error('too many things to tell apart')
    return last
  }
  /** Objects are numbered where they are made one; anything else when it is first met. */
  const numberOf = (part: unknown): number => {
    const number = numbers.get(part)
    if (number !== undefined) return number
    if (typeof part === 'object' && part !== null) throw new Error('a part has not been made one with its equals')
    const fresh = next()
    numbers.set(part, fresh)
    return fresh
  }
  const pair = (left: number, right: number): number => {
    const key = left * numbersMax + right
    const number = pairs.get(key)
    if (number !== undefined) return number
    const fresh = next()
    pairs.set(key, fresh)
    return fresh
  }
  const keep = <Value extends object>(name: number | string, value: Value): Value => {
    const before = known.get(name)
    if (before !== undefined) return before as Value
    known.set(name, value)
    numbers.set(value, next())
    return value
  }
  return {
    deep: value => (numbers.has(value) ? value : keep(textOf(value), value)),
    shallow: (kind, value) => {
      if (numbers.has(value)) return value
      let name = numberOf(kind)
      for (const part of Object.values(value)) name = pair(name, numberOf(part))
      return keep(name, value)
    },
  }
}

const textOf = (value: object): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof Map ? [...(part as Map<unknown, unknown>)] : part))

/** A function of two things that is asked the same again and again. */
export function remembering<First extends object, Second extends object | string, Result>(
  of: (first: First, second: Second) => Result,
): (first: First, second: Second) => Result {
  const known = new Map<First, Map<Second, Result>>()
  return (first, second) => {
    let ofFirst = known.get(first)
    if (ofFirst === undefined) known.set(first, ofFirst = new Map())
    if (!ofFirst.has(second)) ofFirst.set(second, of(first, second))
    return ofFirst.get(second) as Result
  }
}
