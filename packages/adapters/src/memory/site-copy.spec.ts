import { siteCopyRowsContract } from '../contracts/site-copy-rows.contract.ts'
import { siteCopyContract } from '../contracts/site-copy.contract.ts'
import { siteNoticesContract } from '../contracts/site-notices.contract.ts'
import { memorySubject } from './testing/subject.ts'

siteCopyContract(memorySubject)
siteCopyRowsContract(memorySubject, 100)
siteNoticesContract(memorySubject, 60)
