import type { Scenario } from './scenario.ts'
import { catchUp } from './scenarios/catch-up.ts'
import { fold } from './scenarios/fold.ts'
import { large } from './scenarios/large.ts'
import { reads } from './scenarios/reads.ts'
import { refusals } from './scenarios/refusals.ts'
import { reservations } from './scenarios/reservations.ts'
import { signing } from './scenarios/signing.ts'
import { twoSites } from './scenarios/two-sites.ts'

/** In the order in which they run. */
export const scenarios: readonly Scenario[] = [reservations, refusals, reads, fold, signing, catchUp, twoSites, large]
