import type { BatchCommit } from '@matchday/domain/ports/site-copy'

/** What a test may break, watch or hold up: each runs before what it is named for, which then fails if it throws. */
export type Hooks = {
  onRead: (offset: number) => void | Promise<void>
  onEnd: () => void
  onAppend: () => void
  onLoad: () => void
  /** `apply` writes the batch; whether it was written is what the commit returns. */
  onCommit: (batch: BatchCommit, apply: () => void) => void | Promise<void>
}

const nothing = (): void => {}

export const createHooks = (): Hooks => ({
  onRead: nothing, onEnd: nothing, onAppend: nothing, onLoad: nothing, onCommit: nothing,
})
