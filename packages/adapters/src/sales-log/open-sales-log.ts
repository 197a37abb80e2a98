import type { FoldTools } from '@matchday/domain/inventory/state'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { SalesLogConfig } from '../config/sales-log-environment.ts'
import { trustEveryWriter } from '../federation/fold-tools.ts'
import { openPostgresLog } from '../postgres-log/postgres-log.ts'

/**
 * Opens the sales log that this process is told of; what it appends is signed where others do not trust it.
 * @throws Unavailable while it cannot be reached
 * @throws Error when what is there is not a log
 */
export const openSalesLog = ({ url }: SalesLogConfig): Promise<SalesLog> => openPostgresLog(url)

/** How a record of that log is known to be a site's own. */
export const signatureCheckOf = (_config: SalesLogConfig): FoldTools['isSignedBy'] => trustEveryWriter
