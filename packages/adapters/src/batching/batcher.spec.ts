import { describe, expect, it } from '@jest/globals'
import { BatcherRefused, createBatcher } from './batcher.ts'

type Run = { readonly items: readonly number[]; readonly done: PromiseWithResolvers<readonly number[]> }

/** A batcher whose batches wait until the test lets each go. */
const held = (limits: { max: number; concurrency?: number; waitingMax?: number }) => {
  const runs: Run[] = []
  const batcher = createBatcher<number, number>(items => {
    const done = Promise.withResolvers<readonly number[]>()
    runs.push({ items, done })
    return done.promise
  }, limits)
  const finish = (index: number): void => runs[index]?.done.resolve(runs[index].items.map(item => item * 10))
  return { runs, batcher, finish, seen: () => runs.map(run => run.items) }
}

const turn = (): Promise<void> => new Promise(resolve => setImmediate(() => setImmediate(resolve)))

describe('a batcher', () => {
  it('takes all that one turn brings, then all that came while the last batch was in flight', async () => {
    const { batcher, finish, seen } = held({ max: 10 })
    const first = [batcher.add(1), batcher.add(2)]
    await turn()
    const second = [batcher.add(3)]
    await turn()
    second.push(batcher.add(4))
    expect(seen()).toEqual([[1, 2]])
    finish(0)
    await turn()
    expect(seen()).toEqual([[1, 2], [3, 4]])
    finish(1)
    await expect(Promise.all([...first, ...second])).resolves.toEqual([10, 20, 30, 40])
  })

  it('never makes a batch above its bound, and keeps the order', async () => {
    const { batcher, finish, seen } = held({ max: 2 })
    const answers = Promise.all([1, 2, 3, 4, 5].map(batcher.add))
    for (const index of [0, 1, 2]) {
      await turn()
      finish(index)
    }
    await expect(answers).resolves.toEqual([10, 20, 30, 40, 50])
    expect(seen()).toEqual([[1, 2], [3, 4], [5]])
  })

  it('has as many batches in flight as it may, no more', async () => {
    const { batcher, finish, seen } = held({ max: 1, concurrency: 2 })
    const answers = Promise.all([1, 2, 3].map(batcher.add))
    await turn()
    expect(seen()).toEqual([[1], [2]])
    finish(1)
    await turn()
    expect(seen()).toEqual([[1], [2], [3]])
    finish(0)
    finish(2)
    await expect(answers).resolves.toEqual([10, 20, 30])
  })

  it('fails all items of a failed batch, and goes on', async () => {
    const { batcher, runs, finish } = held({ max: 2 })
    const answers = Promise.allSettled([1, 2, 3].map(batcher.add))
    await turn()
    runs[0]?.done.reject(new Error('broken'))
    await turn()
    finish(1)
    const [one, two, three] = await answers
    expect([one, two].map(result => result?.status)).toEqual(['rejected', 'rejected'])
    expect(three).toEqual({ status: 'fulfilled', value: 30 })
  })

  it('fails a batch that throws at once, or has another number of answers', async () => {
    const throwing = createBatcher<number, number>(() => { throw new Error('at once') }, { max: 2 })
    await expect(throwing.add(1)).rejects.toThrow('at once')
    const short = createBatcher<number, number>(async () => [1], { max: 2 })
    const results = await Promise.allSettled([short.add(1), short.add(2)])
    expect(results.map(result => result.status)).toEqual(['rejected', 'rejected'])
  })

  it('refuses what is more than may wait', async () => {
    const { batcher, finish } = held({ max: 1, waitingMax: 2 })
    const taken = [batcher.add(1), batcher.add(2)]
    await expect(batcher.add(3)).rejects.toThrow(BatcherRefused)
    await turn()
    taken.push(batcher.add(4))
    for (const index of [0, 1, 2]) {
      finish(index)
      await turn()
    }
    await expect(Promise.all(taken)).resolves.toEqual([10, 20, 40])
  })

  it('answers what it took when it is closed, and takes no more', async () => {
    const { batcher, finish } = held({ max: 1 })
    const answers = [batcher.add(1), batcher.add(2)]
    let isClosed = false
    const closing = batcher.close().then(() => { isClosed = true })
    await expect(batcher.add(3)).rejects.toThrow(BatcherRefused)
    await turn()
    finish(0)
    await turn()
    expect(isClosed).toBe(false)
    finish(1)
    await closing
    await expect(Promise.all(answers)).resolves.toEqual([10, 20])
  })

  it('closes at once when idle', async () => {
    const { batcher } = held({ max: 1 })
    await expect(batcher.close()).resolves.toBeUndefined()
    await expect(batcher.close()).resolves.toBeUndefined()
  })
})
