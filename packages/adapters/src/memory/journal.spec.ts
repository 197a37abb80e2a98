import { journalContract } from '../contracts/journal.contract.ts'
import { memorySubject } from './testing/subject.ts'

journalContract(memorySubject)
