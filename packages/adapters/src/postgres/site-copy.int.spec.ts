import { siteCopyRowsContract } from '../contracts/site-copy-rows.contract.ts'
import { siteCopyContract } from '../contracts/site-copy.contract.ts'
import { siteNoticesContract } from '../contracts/site-notices.contract.ts'
import { postgresSubject } from './testing/site-subject.ts'

siteCopyContract(postgresSubject)
siteCopyRowsContract(postgresSubject, 30)
siteNoticesContract(postgresSubject, 15)
