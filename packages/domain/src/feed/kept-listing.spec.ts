import { describe, expect, it } from '@jest/globals'
import type { GameListing } from '../game/listing.ts'
import { listingOf } from '../testing/listing.ts'
import { isPending, keepListing } from './kept-listing.ts'

const [first, second, third] = [listingOf(1, { 1: 8 }), listingOf(1, { 1: 9 }), listingOf(1, { 1: 10 })]
const sold = (listing: GameListing) => ({ version: 3, currency: 'EUR', limits: { perBuyer: 1, holdMaxMs: 1 }, listing })
const aside = (listing: GameListing) => ({ listing, aside: true, opening: null })
const settled = (listing: GameListing) => ({ listing, aside: false, opening: null })

describe('a list of an open game', () => {
  it('that is what it is sold by, on whatever terms, is nothing to decide on', () => {
    expect(keepListing(undefined, sold(first), listingOf(1, { 1: 8 }))).toEqual(settled(first))
    expect(keepListing(aside(second), sold(first), first)).toEqual(settled(first))
  })

  it('that differs is kept aside, and a later one in its place', () => {
    expect(keepListing(undefined, sold(first), second)).toEqual(aside(second))
    expect(keepListing(settled(first), sold(first), second)).toEqual(aside(second))
    expect(keepListing(aside(second), sold(first), third)).toEqual(aside(third))
  })

  it('that says again what waits goes on waiting', () => {
    expect(keepListing(aside(second), sold(first), second)).toEqual(aside(second))
  })

  it('that says again what was decided on brings nothing back', () => {
    expect(keepListing(settled(first), sold(second), first)).toEqual(settled(first))
  })
})

it('what opened a game is remembered, whatever comes after it', () => {
  const opened = { listing: first, aside: true, opening: first }
  expect(keepListing(opened, sold(first), first)).toEqual({ ...settled(first), opening: first })
  expect(keepListing(opened, sold(first), second)).toEqual({ ...aside(second), opening: first })
})

describe('a list kept aside', () => {
  it('waits for the operator until it is what the game is sold by', () => {
    expect(isPending(aside(second), sold(first))).toBe(true)
    expect(isPending(aside(second), sold(second))).toBe(false)
    expect(isPending(settled(second), sold(first))).toBe(false)
  })

  it('waits where its game could not be opened', () => {
    expect(keepListing(undefined, null, first)).toEqual(aside(first))
    expect(isPending(aside(first), null)).toBe(true)
  })
})
