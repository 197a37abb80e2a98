import { decisionsContract } from '../contracts/decisions.contract.ts'
import { memorySubject } from './testing/subject.ts'

decisionsContract(memorySubject)
