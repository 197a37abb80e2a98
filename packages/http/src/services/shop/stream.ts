import type { ServerResponse } from 'node:http'
import type { GameNumber } from '@matchday/domain/game/ids'
import type { Catalogue } from '@matchday/domain/ports/catalogue'
import type { Pages } from './pages.ts'

export type StreamLimits = {
  /** Changes are gathered for this long, in milliseconds, before they go out in one event. */
  readonly gatherMs: number
  /** A comment goes out this often, in milliseconds, so that nothing on the way takes a quiet stream for a dead one. */
  readonly heartbeatMs: number
  /** Followers at once. */
  readonly followersMax: number
  /** Bytes that may wait for a follower who does not read; above it he is dropped and may come back. */
  readonly backlogBytesMax: number
}

export const streamLimits: StreamLimits = {
  gatherMs: 100,
  heartbeatMs: 15_000,
  followersMax: 1_000,
  backlogBytesMax: 262_144,
}

export type AvailabilityStream = {
  /** Takes a response over: a snapshot at once, then what changes. False when there are too many already. */
  readonly follow: (response: ServerResponse) => boolean
  readonly followers: () => number
  readonly close: () => void
}

export const streamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Proxies that gather answers would hold events back.
  'X-Accel-Buffering': 'no',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
}

/** Server-sent events: each change is the whole availability of a game, so whoever misses one loses nothing. */
export function createAvailabilityStream(
  { catalogue, pages }: { readonly catalogue: Catalogue; readonly pages: Pages },
  limits: StreamLimits = streamLimits,
): AvailabilityStream {
  const followers = new Set<ServerResponse>()
  const changed = new Set<GameNumber>()
  let isGathering: NodeJS.Timeout | null = null

  const tell = (text: string): void => {
    // Made into bytes once for all.
    const event = Buffer.from(text)
    for (const follower of followers) {
      follower.write(event)
      if (follower.writableLength > limits.backlogBytesMax) follower.destroy()
    }
  }

  const flush = (): void => {
    isGathering = null
    const { revision, text } = pages.changes(changed)
    changed.clear()
    tell(`id: ${revision}\nevent: change\ndata: ${text}\n\n`)
  }

  const unfollow = catalogue.follow(({ games }) => {
    if (followers.size === 0) return
    for (const { game } of games) changed.add(game)
    if (changed.size > 0) isGathering ??= setTimeout(flush, limits.gatherMs)
  })
  const heartbeat = setInterval(() => tell(': still here\n\n'), limits.heartbeatMs).unref()

  return {
    follow: response => {
      if (followers.size >= limits.followersMax) return false
      response.writeHead(200, streamHeaders)
      const { revision } = catalogue.view()
      const snapshot = pages.availability().body
      response.write(`retry: 2000\nid: ${revision}\nevent: snapshot\ndata: ${snapshot.toString()}\n\n`)
      followers.add(response)
      response.on('close', () => followers.delete(response))
      return true
    },
    followers: () => followers.size,
    close: () => {
      unfollow()
      clearInterval(heartbeat)
      if (isGathering !== null) clearTimeout(isGathering)
      for (const follower of followers) follower.end()
    },
  }
}
