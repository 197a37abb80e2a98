import { isCategoryNumber, isGameNumber } from '@matchday/domain/game/ids'
import type { CategoryNumber, GameNumber } from '@matchday/domain/game/ids'
import { isBuyerHash, isHoldId, isSiteId } from '@matchday/domain/inventory/ids'
import type { BuyerHash, HoldId, SiteId } from '@matchday/domain/inventory/ids'
import { z } from 'zod'

export const isSite = (value: unknown): value is SiteId => typeof value === 'string' && isSiteId(value)
export const isHold = (value: unknown): value is HoldId => typeof value === 'string' && isHoldId(value)
export const isBuyer = (value: unknown): value is BuyerHash => typeof value === 'string' && isBuyerHash(value)

export const gameSchema = z.custom<GameNumber>(isGameNumber, 'is not a game number')
export const categorySchema = z.custom<CategoryNumber>(isCategoryNumber, 'is not a category number')
export const siteSchema = z.custom<SiteId>(isSite, 'is not a site id')
export const holdIdSchema = z.custom<HoldId>(isHold, 'is not a hold id')
export const buyerSchema = z.custom<BuyerHash>(isBuyer, 'is not a buyer hash')
export const integerSchema = z.int()
