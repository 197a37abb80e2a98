import { membershipContract } from '../contracts/membership.contract.ts'
import { postgresSubject } from './testing/site-subject.ts'

membershipContract(postgresSubject)
