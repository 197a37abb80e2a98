import { describe } from '@jest/globals'
import { decisionsContract } from '../contracts/decisions.contract.ts'
import type { OpenedSite, SiteSubject } from '../contracts/site-subject.ts'
import { postgresSubject } from './testing/site-subject.ts'

decisionsContract(postgresSubject)

/** A site whose consumer and askers are one process, as `matchday up` runs it. */
async function oneProcess(): Promise<SiteSubject> {
  const subject = await postgresSubject()
  let only: OpenedSite | undefined
  return {
    ...subject,
    open: clock => (only ??= subject.open(clock)),
    restart: async () => {
      only = undefined
      await subject.restart()
    },
  }
}

describe('in one process', () => decisionsContract(oneProcess))
