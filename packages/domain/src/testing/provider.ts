import type { IntentId } from '../payment/ids.ts'
import type { AuthoriseOrder, CaptureOrder, RefundOrder, VoidOrder } from '../payment/order.ts'
import type { RefundTruth, Truth } from '../payment/truth.ts'

/** One intent, as a provider keeps it. Amounts in minor units. */
export type Intent = {
  readonly id: IntentId
  readonly state: 'open' | 'requires-action' | 'authorised' | 'captured' | 'voided'
  readonly captured: number
  readonly returned: number
}

/** A payment provider as a value: each call makes another one. It answers an order that it knows as it did before. */
export type Provider = {
  readonly intents: readonly Intent[]
  readonly authorised: Readonly<Record<string, Truth>>
  readonly refunds: Readonly<Record<string, RefundTruth & { readonly intent: IntentId; readonly amount: number }>>
}

export type Answered<Answer> = readonly [Provider, Answer]

export const newProvider: Provider = { intents: [], authorised: {}, refunds: {} }

const truthOf = ({ id, state }: Intent): Truth => {
  switch (state) {
    case 'open':
      return { kind: 'declined', intent: id, reason: 'declined' }
    case 'requires-action':
      return { kind: state, intent: id, action: { url: `https://bank.example/${id}` } }
    case 'authorised':
    case 'captured':
    case 'voided':
      return { kind: state, intent: id }
    default:
      return state satisfies never
  }
}

export function intentIn({ intents }: Provider, id: IntentId): Intent {
  const found = intents.find(intent => intent.id === id)
  if (found === undefined) throw new Error(`there is no intent ${id}`)
  return found
}

const put = (provider: Provider, intent: Intent): Provider => ({
  ...provider, intents: [...provider.intents.filter(({ id }) => id !== intent.id), intent],
})

export function authorise(
  provider: Provider,
  { key, intent: id }: AuthoriseOrder,
  outcome: 'authorised' | 'requires-action' | 'open',
): Answered<Truth> {
  const before = provider.authorised[key]
  if (before !== undefined) return [provider, before]
  const opened: Intent = {
    id: `pi_${provider.intents.length + 1}` as IntentId, state: 'open', captured: 0, returned: 0,
  }
  const intent = id === null ? opened : intentIn(provider, id)
  const isOpen = intent.state === 'open' || intent.state === 'requires-action'
  const after = isOpen ? { ...intent, state: outcome } : intent
  const truth = truthOf(after)
  return [{ ...put(provider, after), authorised: { ...provider.authorised, [key]: truth } }, truth]
}

export function capture(
  provider: Provider,
  { intent: id, amount }: CaptureOrder,
  outcome: 'captured' | 'refused',
): Answered<Truth> {
  const intent = intentIn(provider, id)
  if (intent.state !== 'authorised') return [provider, truthOf(intent)]
  if (outcome === 'refused') return [provider, { kind: 'uncapturable', intent: id }]
  const after: Intent = { ...intent, state: 'captured', captured: intent.captured + amount.minor }
  return [put(provider, after), truthOf(after)]
}

/** Void by order, or because the authorisation lapsed. What was captured stays so. */
export function cancel(provider: Provider, { intent: id }: Pick<VoidOrder, 'intent'>): Answered<Truth> {
  const intent = intentIn(provider, id)
  const after: Intent = intent.state === 'captured' ? intent : { ...intent, state: 'voided' }
  return [put(provider, after), truthOf(after)]
}

export const retrieve = (provider: Provider, id: IntentId): Answered<Truth> => [
  provider, truthOf(intentIn(provider, id)),
]

/** The buyer does what the bank asks for, or does not. */
export function act(provider: Provider, id: IntentId, succeeds: boolean): Provider {
  const intent = intentIn(provider, id)
  if (intent.state !== 'requires-action') return provider
  return put(provider, { ...intent, state: succeeds ? 'authorised' : 'open' })
}

export function refund(
  provider: Provider,
  { key, intent: id, amount }: RefundOrder,
  outcome: RefundTruth['kind'],
): Answered<RefundTruth> {
  const before = provider.refunds[key]
  if (before !== undefined) return [provider, tell(before)]
  const intent = intentIn(provider, id)
  const isThere = intent.captured - intent.returned >= amount.minor
  const truth: RefundTruth = isThere && outcome === 'returned'
    ? { kind: 'returned' }
    : { kind: 'refused', reason: isThere ? 'refused' : 'more than was taken' }
  const after = { ...intent, returned: intent.returned + (truth.kind === 'returned' ? amount.minor : 0) }
  const refunds = { ...provider.refunds, [key]: { ...truth, intent: id, amount: amount.minor } }
  return [{ ...put(provider, after), refunds }, truth]
}

const tell = (truth: RefundTruth): RefundTruth =>
  truth.kind === 'refused' ? { kind: 'refused', reason: truth.reason } : { kind: 'returned' }

export const bouncedReason = 'it came back'

/** A refund that was on its way comes back. */
export function bounce(provider: Provider, key: string): Provider {
  const found = provider.refunds[key]
  if (found?.kind !== 'returned') return provider
  const intent = intentIn(provider, found.intent)
  const refunds = { ...provider.refunds, [key]: { ...found, kind: 'refused' as const, reason: bouncedReason } }
  return { ...put(provider, { ...intent, returned: intent.returned - found.amount }), refunds }
}
