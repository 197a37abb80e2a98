import { journalContract } from '../contracts/journal.contract.ts'
import { postgresSubject } from './testing/site-subject.ts'

journalContract(postgresSubject)
