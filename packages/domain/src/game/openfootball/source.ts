import type { Fault } from '../json-place.ts'
import type { GameListing } from '../listing.ts'

/** The three files that openfootball keeps for one World Cup, and our own that names and prices come from. */
export type SourceFile = 'worldcup' | 'stadiums' | 'groups' | 'pricing'

/** The three as parsed JSON, not yet looked at. */
export type OpenfootballSource = {
  readonly worldcup: unknown
  readonly stadiums: unknown
  readonly groups: unknown
}

/** Names of one thing that the files do not share: by a name in the games, the one that the other two files use. */
export type Aliases = {
  readonly teams: ReadonlyMap<string, string>
  readonly grounds: ReadonlyMap<string, string>
}

export type SourceFault = Fault & { readonly file: SourceFile }

/** A game before it has prices. */
export type Fixture = Omit<GameListing, 'categories'>
