import { convergenceContract } from '../contracts/convergence.contract.ts'
import { postgresSubject } from './testing/site-subject.ts'

convergenceContract(postgresSubject)
