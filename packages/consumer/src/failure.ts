import type { Stop } from '@matchday/domain/inventory/state'

/** Why this consumer cannot start or go on, in one line for its operator. Nothing of it passes by itself. */
export class ConsumerFailure extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ConsumerFailure'
  }
}

const reasons: Readonly<Record<Stop['why'], (version: number) => string>> = {
  'federation-unknown': version =>
    `version ${version} of federation.json comes into force there, and this site does not have that file`,
  'rules-unknown': version =>
    `version ${version} of federation.json comes into force there, by rules that this Matchday does not know`,
  'federation-moved': version =>
    `version ${version} of federation.json comes into force there, for another tournament, log or partition count`,
}

export const stopFailure = (partition: number, { offset, why, version }: Stop): ConsumerFailure =>
  new ConsumerFailure(`partition ${partition} stops before offset ${offset}: ${reasons[why](version)}`)
