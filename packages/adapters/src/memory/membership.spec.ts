import { membershipContract } from '../contracts/membership.contract.ts'
import { memorySubject } from './testing/subject.ts'

membershipContract(memorySubject)
