/** What a test may break, watch or hold up: each runs before what it is named for, which then fails if it throws. */
export type Hooks = {
  onRead: (offset: number) => void | Promise<void>
  onAppend: () => void
  onLoad: () => void
  /** `write` writes the batch at once, and not again afterwards. */
  onCommit: (write: () => Promise<void>) => void | Promise<void>
}

const nothing = (): void => {}

export const createHooks = (): Hooks => ({ onRead: nothing, onAppend: nothing, onLoad: nothing, onCommit: nothing })
