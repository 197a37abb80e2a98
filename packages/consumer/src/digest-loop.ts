import type { Chance } from '@matchday/domain/ports/chance'
import type { StateDigestPorts } from '@matchday/domain/usecases/state-digest'
import { digestLookMs, noDigestPlan, stateDigest } from '@matchday/domain/usecases/state-digest'
import { repeat } from './repeat.ts'
import type { Pause } from './time.ts'
import { createBell } from './time.ts'

type LoopParts = { readonly chance: Chance; readonly pause: Pause }

/** State this site's digest of one partition now and then, until `signal` aborts. */
export async function stateDigests(
  parts: StateDigestPorts & LoopParts,
  partition: number,
  signal: AbortSignal,
): Promise<void> {
  let plan = noDigestPlan
  const step = async (): Promise<number> => {
    plan = await stateDigest(parts, partition, plan)
    return digestLookMs
  }
  await repeat(step, { bell: createBell(parts.pause), chance: parts.chance, signal })
}
