import type { DeadLetterReason } from './dead-letter.ts'
import type { LogEntry, Said } from './entry.ts'
import type { Federation, Signer } from './federation.ts'
import { siteInForce } from './federation.ts'
import { homePartition } from './home-partition.ts'
import type { SiteId } from './ids.ts'
import type { FoldTools } from './state.ts'

export type Scene = { readonly partition: number; readonly federation: Federation | null }

/** Whether a record may be applied at all; null: it may. Depends on its bytes and the federation in force alone. */
export function judge(entry: LogEntry, scene: Scene, tools: FoldTools): DeadLetterReason | null {
  const { said } = entry
  if (said.kind === 'malformed') return said.reason
  if (said.kind === 'empty') return null
  if (said.kind === 'federation-published') {
    return judgePublisher(entry, said.site, scene.federation?.publisher ?? tools.publisher, tools)
  }
  const { federation } = scene
  if (federation === null) return 'no-federation'
  return judgeSigner(entry, said, federation, tools) ?? judgePlace(said, scene.partition, federation)
}

type FromSite = Exclude<Said, { kind: 'empty' | 'malformed' | 'federation-published' }>

function judgeSigner(
  entry: LogEntry,
  said: FromSite,
  federation: Federation,
  tools: FoldTools,
): DeadLetterReason | null {
  if (said.kind === 'list-published') return judgePublisher(entry, said.site, federation.publisher, tools)
  if (said.site === null) return federation.settings.unsignedAnnouncements ? null : 'unsigned'
  const signer = siteInForce(federation, said.site)
  if (signer === undefined) return 'unknown-site'
  return tools.isSignedBy(entry, signer) ? null : 'bad-signature'
}

function judgePublisher(entry: LogEntry, site: SiteId, publisher: Signer, tools: FoldTools): DeadLetterReason | null {
  if (site !== publisher.id) return 'not-the-publisher'
  return tools.isSignedBy(entry, publisher) ? null : 'bad-signature'
}

function judgePlace(said: FromSite, partition: number, federation: Federation): DeadLetterReason | null {
  switch (said.kind) {
    case 'announced': {
      if (homePartition(said.game, federation.partitions) !== partition) return 'wrong-partition'
      const { announcedMax } = federation.settings
      return said.lines.some(line => line.quantity > announcedMax) ? 'above-announced-max' : null
    }
    case 'hold-requested':
    case 'sale-requested':
    case 'release-requested':
      return homePartition(said.game, federation.partitions) === partition ? null : 'wrong-partition'
    case 'list-published':
      return homePartition(said.listing.game, federation.partitions) === partition ? null : 'wrong-partition'
    case 'ticked':
    case 'digest-stated':
      return said.partition === partition ? null : 'wrong-partition'
    default:
      return said satisfies never
  }
}
