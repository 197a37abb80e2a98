import { nextStep } from '../../payment/next-step.ts'
import type { Seen } from '../../payment/seen.ts'
import type { Scene, Step } from '../../payment/step.ts'
import type { Rules } from './rules.ts'
import type { Start } from './start.ts'
import type { Left } from './world.ts'

/** A rule, and what the search finds without it. */
export type Control = {
  readonly rule: string
  readonly broken: Partial<Rules>
  /** What must be able to happen for the rule to matter. */
  readonly left?: Partial<Left>
  /** Where to begin, if a run from the beginning is long. */
  readonly start?: Start
  readonly finds: string
}

/** Take another step than the next one. */
export const stepping = (another: (step: Step, seen: Seen, scene: Scene) => Step): Partial<Rules> => ({
  nextStep: (seen, scene) => another(nextStep(seen, scene), seen, scene),
})

/** Write another event, or take another step, where one of some kind would be written; `null` leaves it as it is. */
export const instead = (
  kind: (Step & { readonly kind: 'write' })['event']['kind'],
  another: (seen: Seen, scene: Scene) => Step | null,
): Partial<Rules> =>
  stepping((step, seen, scene) =>
    step.kind === 'write' && step.event.kind === kind ? another(seen, scene) ?? step : step)
