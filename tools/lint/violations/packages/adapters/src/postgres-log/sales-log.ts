import { sql } from 'slonik'
import { salesLogContract } from '../contracts/sales-log.ts' // breaks production-knows-no-test
import { daemon } from '@matchday/consumer/daemon' // breaks adapters-know-only-the-domain, no-unresolved-import
import { router } from '../../../http/src/router.ts' // breaks adapters-know-only-the-domain, other-packages-by-name
import { Container } from 'inversify' // breaks inversify-stays-in-compositions, no-unresolved-import

export const salesLog = [sql, salesLogContract, daemon, router, Container]
