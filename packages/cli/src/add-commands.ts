import type { Command } from 'commander'
import { addAudit } from './commands/audit/add-audit.ts'
import { addDeadLetters } from './commands/deadletters/add-deadletters.ts'
import { addFederation } from './commands/federation/add-federation.ts'
import { addKeys } from './commands/keys/add-keys.ts'
import { addMasterlist } from './commands/masterlist/add-masterlist.ts'
import { addMigrate } from './commands/migrate.ts'
import { addSales } from './commands/sales/add-sales.ts'
import { addSite } from './commands/site/add-site.ts'
import { addUp } from './commands/up/add-up.ts'
import type { Io } from './output.ts'

/** Every command there is. */
export function addCommands(program: Command, io: Io): void {
  addUp(program, io)
  addMigrate(program, io)
  addKeys(program, io)
  addFederation(program, io)
  addMasterlist(program, io)
  addSite(program, io)
  addSales(program, io)
  addDeadLetters(program, io)
  addAudit(program, io)
}
