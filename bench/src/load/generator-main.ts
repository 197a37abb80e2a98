// The load generator's own process: it runs each plan that its parent sends, and sends the report back.

import type { LoadPlan } from './load-plan.ts'
import { runLoad } from './run-load.ts'

process.on('message', (plan: LoadPlan) => {
  runLoad(plan).then(
    report => process.send?.({ kind: 'report', report }),
    (error: Error) => process.send?.({ kind: 'failed', reason: error.message }),
  )
})
process.once('disconnect', () => process.exit())
process.send?.({ kind: 'ready' })
