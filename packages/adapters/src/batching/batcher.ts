export type BatcherLimits = {
  /** Items in one batch at most. */
  readonly max: number
  /** Batches in flight at once at most; above 1 they may finish in another order than they began. Default 1. */
  readonly concurrency?: number
  /** Items waiting for a batch at most; one more is refused. Default 100,000. */
  readonly waitingMax?: number
}

export type Batcher<Item, Answer> = {
  /**
   * Put an item in the next batch. Rejects with what the batch rejected with.
   * @throws BatcherRefused when too many wait already or the batcher is closed; the item was not taken
   */
  readonly add: (item: Item) => Promise<Answer>
  /** Refuse what comes from now on; resolves when all that was taken is answered. */
  readonly close: () => Promise<void>
}

/** The item was not taken. */
export class BatcherRefused extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'BatcherRefused'
  }
}

type Waiting<Item, Answer> = {
  readonly item: Item
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * Group commit: whatever arrived while the last batch was in flight goes together in the next, in the order it came.
 * So a lone item waits for nothing, and the busier it gets, the less one item costs.
 *
 * @param run answers the items of one batch, one answer an item in the same order; a failure is the failure of all
 */
export function createBatcher<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  { max, concurrency = 1, waitingMax = 100_000 }: BatcherLimits,
): Batcher<Item, Answer> {
  let waiting: Waiting<Item, Answer>[] = []
  let inFlight = 0
  let isScheduled = false
  let closed: PromiseWithResolvers<void> | null = null

  // Not at once: all that this turn of the event loop brings (every request read from the sockets) goes in one batch.
  const schedule = (): void => {
    if (isScheduled || inFlight >= concurrency || waiting.length === 0) return
    isScheduled = true
    setImmediate(begin)
  }

  const begin = (): void => {
    isScheduled = false
    const batch = waiting.length > max ? waiting.splice(0, max) : waiting
    if (batch === waiting) waiting = []
    inFlight++
    void answer(run, batch).then(() => {
      inFlight--
      if (closed !== null && inFlight === 0 && waiting.length === 0) closed.resolve()
      else schedule()
    })
    schedule()
  }

  return {
    add: item => {
      if (closed !== null) return Promise.reject(new BatcherRefused('closed'))
      if (waiting.length >= waitingMax) return Promise.reject(new BatcherRefused(`${waitingMax} wait already`))
      return new Promise<Answer>((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        schedule()
      })
    },
    close: () => {
      if (closed === null) {
        closed = Promise.withResolvers<void>()
        if (inFlight === 0 && waiting.length === 0) closed.resolve()
      }
      return closed.promise
    },
  }
}

/** Runs one batch and settles its items; never rejects itself. */
async function answer<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  batch: readonly Waiting<Item, Answer>[],
): Promise<void> {
  try {
    const answers = await run(batch.map(({ item }) => item))
    if (answers.length !== batch.length) throw new Error(`${answers.length} answers for ${batch.length} items`)
    answers.forEach((one, index) => batch[index]?.resolve(one))
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}
