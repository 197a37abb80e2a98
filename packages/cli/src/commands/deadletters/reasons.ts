import type { DeadLetterReason } from '@matchday/domain/inventory/dead-letter'

/** What each reason means, for whoever has to do something about it. */
export const reasonTexts: Readonly<Record<DeadLetterReason, string>> = {
  undecodable: 'the batch it came in cannot be decompressed, or is too large',
  'not-json': 'the value is not JSON in UTF-8',
  'wrong-shape': 'a field or header is missing, or is not what the wire says',
  'too-many-headers': 'it has more headers than any reader takes',
  'repeated-header': 'a matchday-* header comes twice',
  unsigned: 'the federation takes signed records only',
  'bad-signature': 'the site it names did not sign it as it is',
  'unknown-version': 'another version of the protocol',
  'unknown-kind': 'a matchday-kind that this version does not know',
  'unknown-site': 'the site was not in the roster in force',
  'not-the-publisher': 'only the publisher of the federation may say this',
  'no-federation': 'it came before the federation opened the partition',
  'wrong-partition': 'not the home partition of its game, or not the one it names',
  'above-announced-max': 'more seats than one announcement may carry',
}

export const isReason = (text: string): text is DeadLetterReason => Object.hasOwn(reasonTexts, text)
