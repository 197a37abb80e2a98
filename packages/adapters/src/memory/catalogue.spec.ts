import { catalogueContract } from '../contracts/catalogue.contract.ts'
import { memorySubject } from './testing/subject.ts'

catalogueContract(memorySubject)
