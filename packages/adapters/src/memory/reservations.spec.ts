import { reservationsContract } from '../contracts/reservations.contract.ts'
import { memorySubject } from './testing/subject.ts'

reservationsContract(memorySubject)
