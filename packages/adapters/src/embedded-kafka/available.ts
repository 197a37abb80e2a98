import type { Environment } from '../config/environment.ts'
import { reasonOf } from '../embedded/error.ts'
import { findJava } from './java.ts'
import { kafkaFault } from './release.ts'

/** Why no Kafka can be started on this machine, in one line that says how to change it; undefined: it can. */
export const whyNoKafka = (environment: Environment): string | undefined => {
  try {
    findJava(environment)
  } catch (error) {
    return reasonOf(error)
  }
  return kafkaFault(environment)
}
