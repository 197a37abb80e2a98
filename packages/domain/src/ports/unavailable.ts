/** What a site depends on and does not have in its own process. */
export type OutsidePart = 'sales-log' | 'database' | 'master-list-feed'

/** A part this site depends on cannot be reached. Nothing was done; trying again later may succeed. */
export class Unavailable extends Error {
  readonly part: OutsidePart

  constructor(part: OutsidePart, cause?: unknown) {
    super(`the ${part} is unavailable`, { cause })
    this.name = 'Unavailable'
    this.part = part
  }
}

/** The connection broke after an append was sent: the record may be in the log or not. */
export class AppendOutcomeUnknown extends Error {
  constructor(cause?: unknown) {
    super('it is not known whether the record was appended', { cause })
    this.name = 'AppendOutcomeUnknown'
  }
}

/** The log no longer, or not yet, has the offset this site goes on from: truncated, or another log. */
export class LogOutOfRange extends Error {
  readonly partition: number
  readonly wanted: number

  constructor(partition: number, wanted: number, first: number, end: number) {
    super(
      `partition ${partition} has offsets ${first} to ${end - 1}, but this site goes on from ${wanted}: ` +
        'the log was truncated or is not the one this site folded so far',
    )
    this.name = 'LogOutOfRange'
    this.partition = partition
    this.wanted = wanted
  }
}
