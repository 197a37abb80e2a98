import { isKnownToOthers, toldValue } from '../feed/telling.ts'
import type { SiteId } from '../inventory/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { KeptFeed, Telling, Untold } from '../ports/kept-feed.ts'
import type { MasterListFeed, ToldGame } from '../ports/master-list-feed.ts'
import { Unavailable } from '../ports/unavailable.ts'

/** The most games of one round. */
export const tellMax = 200
/** A message that was taken and has not been seen in the topic is taken again this much later. */
export const tellAgainMs = 120_000
/** Whoever took a message and got to it only so much later leaves it: another may be about to take it again. */
export const tellStallMs = 30_000

export type TellOthersPorts = {
  readonly site: SiteId
  readonly feed: Pick<MasterListFeed, 'topic' | 'partitions' | 'end' | 'publish'>
  readonly kept: Pick<KeptFeed, 'position' | 'untold' | 'take' | 'retake' | 'leave'>
  readonly clock: Clock
}

/** `more`: the round took as many as it may. */
export type TellRound = { readonly told: readonly ToldGame[]; readonly more: boolean }

/**
 * One round of telling sites that are not Matchday what games are sold by now, once for each change of a list, at the
 * site of the federation's publisher. What is told is a game as it stands in this site's copy: changes that follow each
 * other quickly are told together.
 *
 * A message is taken by one process, durably, before it is published, and settled by the transaction in which this site
 * reads it in the topic. One that is not seen long after, the topic read to its end, is published again.
 * @throws Unavailable, AppendOutcomeUnknown
 */
export async function tellOthers(ports: TellOthersPorts): Promise<TellRound> {
  const { site, feed, kept, clock } = ports
  const nowMs = clock()
  const again = (await isReadToTheEnd(ports)) ? await kept.retake({ nowMs, againBeforeMs: nowMs - tellAgainMs }) : []
  const untold = await kept.untold(tellMax)
  const fresh: ToldGame[] = []
  for (const game of untold) {
    const telling = tellingOf(game)
    if ((await kept.take(telling, nowMs)) && telling.value !== null) fresh.push({ ...telling, value: telling.value })
  }
  const isFresh = new Set(fresh.map(({ game }) => game))
  const told = [...again.filter(({ game }) => !isFresh.has(game)), ...fresh]
  if (told.length === 0) return { told, more: false }
  if (clock() - nowMs > tellStallMs) return { told: [], more: true }
  try {
    await feed.publish(site, told)
  } catch (error) {
    if (error instanceof Unavailable) await kept.leave(told)
    throw error
  }
  return { told, more: untold.length === tellMax }
}

function tellingOf({ stock, opening }: Untold): Telling {
  const { game, list } = stock
  if (list === null) throw new Error(`game ${game} is to be told of, and has no list`)
  return { game, version: list.version, value: isKnownToOthers(list, opening) ? null : toldValue(stock, list) }
}

/** First the ends: what is read up to them afterwards is everything that was in the topic now. */
async function isReadToTheEnd({ feed, kept }: TellOthersPorts): Promise<boolean> {
  const { topic, partitions } = feed
  const all = Array.from({ length: partitions }, (_, partition) => partition)
  const ends = await Promise.all(all.map(partition => feed.end(partition)))
  const positions = await Promise.all(all.map(partition => kept.position({ topic, partition })))
  return positions.every((position, partition) => position >= (ends[partition] ?? 0))
}
