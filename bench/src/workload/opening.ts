import type { FederationPublished, ListPublished } from '@matchday/domain/inventory/entry'
import type { Federation } from '@matchday/domain/inventory/federation'
import { foldRules } from '@matchday/domain/inventory/federation'
import { publisher } from './federation.ts'
import { currency, limits, listings } from './listing.ts'

type OpeningRecord = FederationPublished & { readonly partition: number }

/** What stands first in the bench's logs: the federation, then a list for each game. */
export function opening({ sha256, version }: Federation): readonly (OpeningRecord | ListPublished)[] {
  const said = { site: publisher, sentAtMs: null, version }
  return [
    { ...said, kind: 'federation-published', partition: 0, sha256, rules: foldRules },
    ...listings.map((listing): ListPublished => ({ ...said, kind: 'list-published', currency, limits, listing })),
  ]
}
