import { deadLettersContract } from '../contracts/dead-letters.contract.ts'
import { memorySubject } from './testing/subject.ts'

deadLettersContract(memorySubject)
