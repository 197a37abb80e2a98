import { catalogueContract } from '../contracts/catalogue.contract.ts'
import { postgresSubject } from './testing/site-subject.ts'

catalogueContract(postgresSubject)
