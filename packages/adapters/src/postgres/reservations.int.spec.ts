import { reservationsContract } from '../contracts/reservations.contract.ts'
import { postgresSubject } from './testing/site-subject.ts'

reservationsContract(postgresSubject)
