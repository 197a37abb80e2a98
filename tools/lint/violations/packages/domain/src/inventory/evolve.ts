import type { Scene } from './decide.ts' // breaks no-cycle

export const evolve = (scene: Scene): Scene => scene
