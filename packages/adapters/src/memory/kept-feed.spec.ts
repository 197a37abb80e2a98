import { keptFeedContract } from '../contracts/kept-feed.contract.ts'
import { memorySubject } from './testing/subject.ts'

keptFeedContract(memorySubject)
