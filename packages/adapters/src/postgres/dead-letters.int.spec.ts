import { deadLettersContract } from '../contracts/dead-letters.contract.ts'
import { postgresSubject } from './testing/site-subject.ts'

deadLettersContract(postgresSubject)
