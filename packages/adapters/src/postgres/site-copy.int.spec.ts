import { siteCopyRowsContract } from '../contracts/site-copy-rows.contract.ts'
import { siteCopyContract } from '../contracts/site-copy.contract.ts'
import { postgresSubject } from './testing/site-subject.ts'

siteCopyContract(postgresSubject)
siteCopyRowsContract(postgresSubject, 30)
