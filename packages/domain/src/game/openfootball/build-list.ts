import type { Result } from '../../result.ts'
import { refuse, succeed } from '../../result.ts'
import type { Fault } from '../json-place.ts'
import type { MasterList } from '../master-list.ts'
import { aliasesIn, checkPricing, priceFixtures } from '../pricing.ts'
import type { ImportRefusal } from './import.ts'
import { importOpenfootball } from './import.ts'
import type { Repair } from './repair.ts'
import type { OpenfootballSource, SourceFault } from './source.ts'

export type BuiltList = { readonly list: MasterList; readonly repairs: readonly Repair[] }

/** A master list from openfootball's files and a pricing file, all parsed; or the faults of all of them. */
export function buildMasterList(source: OpenfootballSource, pricingFile: unknown): Result<BuiltList, ImportRefusal> {
  const pricing = checkPricing(pricingFile)
  const imported = importOpenfootball(source, aliasesIn(pricingFile))
  if (!pricing.ok || !imported.ok) {
    const inPricing = pricing.ok ? [] : ofPricing(pricing.refusal)
    const inSource = imported.ok ? [] : imported.refusal.faults
    const { repairs } = imported.ok ? imported.value : imported.refusal
    return refuse({ faults: [...inSource, ...inPricing], repairs })
  }
  const { fixtures, venues, repairs } = imported.value
  const games = priceFixtures(fixtures, venues, pricing.value)
  if (!games.ok) return refuse({ faults: ofPricing(games.refusal), repairs })
  return succeed({ list: { ...pricing.value.header, venues, games: games.value }, repairs })
}

const ofPricing = (faults: readonly Fault[]): SourceFault[] => faults.map(fault => ({ ...fault, file: 'pricing' }))
