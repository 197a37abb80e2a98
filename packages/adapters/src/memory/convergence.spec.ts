import { convergenceContract } from '../contracts/convergence.contract.ts'
import { memorySubject } from './testing/subject.ts'

convergenceContract(memorySubject)
