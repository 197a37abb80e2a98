import { decisionsContract } from '../contracts/decisions.contract.ts'
import { postgresSubject } from './testing/site-subject.ts'

decisionsContract(postgresSubject)
