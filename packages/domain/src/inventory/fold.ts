import { applyAnnouncement } from './apply-announcement.ts'
import { applyDigest, applyFederation, applyList, stopOf } from './apply-control.ts'
import { applyRelease, applyRequest, applySale } from './apply-hold.ts'
import type { Draft } from './draft.ts'
import { closeDraft, openDraft } from './draft.ts'
import { endDueHolds, returnDuePendings } from './ends.ts'
import type { LogEntry, Said } from './entry.ts'
import { sentAtOf } from './horizon.ts'
import { judge } from './judge.ts'
import type { Changes, FoldState, FoldTools } from './state.ts'

/**
 * Apply records of one partition, in log order, to the rows they touch. Pure: every site that folds the same bytes
 * from the same state gets the same changes, however the log is cut into batches.
 *
 * @param state the rows that {@link touches} names; it stays as it was
 * @param entries ascending offsets, from `state.partition.nextOffset` on; gaps are allowed
 * @returns the new rows; where `stop` is set, only those of the records before it
 * @throws Error when entries go back, or when a row that was needed is missing
 */
export function foldBatch(state: FoldState, entries: readonly LogEntry[], tools: FoldTools): Changes {
  const draft = openDraft(state, entries, tools)
  for (const entry of entries) {
    if (entry.offset < draft.nextOffset) throw new Error(`offset ${entry.offset} was folded before`)
    foldEntry(draft, entry)
    if (draft.stop !== null) break
  }
  return closeDraft(draft)
}

/** First the clock, then what the clock ends, then the record itself. */
function foldEntry(draft: Draft, entry: LogEntry): void {
  const reason = judge(entry, { partition: draft.state.partition.partition, federation: draft.federation }, draft.tools)
  if (reason === null) {
    draft.stop = stopOf(draft, entry)
    if (draft.stop !== null) return
  }
  draft.offset = entry.offset
  draft.step = 0
  draft.nextOffset = entry.offset + 1
  moveClock(draft, entry, reason === null)
  endDueHolds(draft)
  returnDuePendings(draft)
  if (reason === null) applySaid(draft, entry.said)
  else draft.deadLetters.push({ offset: entry.offset, reason })
}

/**
 * The log's own stamp moves the clock, whatever the record says. A sender's stamp is signed by nobody: there only the
 * time inside a valid record of the roster counts, and it moves the clock by no more than the federation's step.
 */
function moveClock(draft: Draft, entry: LogEntry, isValid: boolean): void {
  if (entry.stampedBy === 'log') {
    draft.logTimeMs = Math.max(draft.logTimeMs, entry.timestampMs)
    return
  }
  const sentAtMs = sentAtOf(entry)
  if (!isValid || sentAtMs === null || isUnsigned(entry.said)) return
  // The record that opens the partition sets the clock: before it there is no step to bound it by.
  const step = draft.federation?.settings.clockStepMaxMs ?? Infinity
  draft.logTimeMs = Math.max(draft.logTimeMs, Math.min(sentAtMs, draft.logTimeMs + step))
}

const isUnsigned = (said: Said): boolean => said.kind === 'announced' && said.site === null

function applySaid(draft: Draft, said: Said): void {
  if (said.kind === 'federation-published') return applyFederation(draft, said)
  const { federation } = draft
  if (federation === null) return
  switch (said.kind) {
    case 'hold-requested':
      return applyRequest(draft, federation, said)
    case 'sale-requested':
      return applySale(draft, said)
    case 'release-requested':
      return applyRelease(draft, said)
    case 'announced':
      return applyAnnouncement(draft, federation, said)
    case 'list-published':
      return applyList(draft, said)
    case 'digest-stated':
      return applyDigest(draft)
    case 'ticked':
    case 'empty':
    case 'malformed':
      return
    default:
      return said satisfies never
  }
}
