import { keptFeedContract } from '../contracts/kept-feed.contract.ts'
import { postgresSubject } from './testing/site-subject.ts'

keptFeedContract(postgresSubject)
