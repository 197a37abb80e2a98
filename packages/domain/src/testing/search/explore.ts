/** A way from one world to the next. */
export type Move<World> = {
  readonly name: string
  readonly to: World
  /** Whoever makes it may be dead: no good end is to depend on it. */
  readonly unsure?: boolean
}

export type Explored<World> = {
  readonly states: number
  readonly moves: number
  readonly ends: number
  /** The first thing found wrong, and a shortest run that leads there; null: nothing was. */
  readonly wrong: { readonly what: string; readonly run: readonly string[]; readonly world: World } | null
}

export type Space<World> = {
  readonly starts: readonly World[]
  readonly movesOf: (world: World) => readonly Move<World>[]
  /** Whether nothing more happens there by itself. */
  readonly isEnd: (world: World) => boolean
  /** What is wrong with a world, in words; null: nothing. */
  readonly judge: (world: World, isEnd: boolean) => string | null
}

type Way<World> = { readonly name: string; readonly from: World }

/**
 * Every world that can be reached, breadth first, until one is wrong. A world from which no end can be reached any more
 * is wrong too. Worlds are compared by identity: `movesOf` hands out one object a world.
 * @throws Error when there are more than `statesMax`
 */
export function explore<World>({ starts, movesOf, isEnd, judge }: Space<World>, statesMax: number): Explored<World> {
  const ways = new Map<World, Way<World> | null>()
  const before = new Map<World, World[]>()
  const ends: World[] = []
  let moves = 0
  for (const start of starts) ways.set(start, null)
  const report = (what: string, world: World): Explored<World> => ({
    states: ways.size, moves, ends: ends.length, wrong: { what, run: runTo(world, ways), world },
  })
  // A map is walked in the order in which it grew, and grows while it is walked.
  for (const world of ways.keys()) {
    if (ways.size > statesMax) throw new Error(`there are more than ${statesMax} states`)
    const isOver = isEnd(world)
    if (isOver) ends.push(world)
    const what = judge(world, isOver)
    if (what !== null) return report(what, world)
    for (const { name, to, unsure = false } of movesOf(world)) {
      moves++
      if (!ways.has(to)) ways.set(to, { name, from: world })
      if (unsure) continue
      const sources = before.get(to)
      if (sources === undefined) before.set(to, [world])
      else sources.push(world)
    }
  }
  const leading = allLeadingTo(ends, before)
  for (const world of ways.keys()) if (!leading.has(world)) return report('no end can be reached any more', world)
  return { states: ways.size, moves, ends: ends.length, wrong: null }
}

function runTo<World>(world: World, ways: ReadonlyMap<World, Way<World> | null>): string[] {
  const run: string[] = []
  for (let way = ways.get(world); way !== null && way !== undefined; way = ways.get(way.from)) run.unshift(way.name)
  return run
}

function allLeadingTo<World>(ends: readonly World[], before: ReadonlyMap<World, readonly World[]>): Set<World> {
  const leading = new Set(ends)
  for (const world of leading) for (const source of before.get(world) ?? []) leading.add(source)
  return leading
}
