import type { GameNumber } from '@matchday/domain/game/ids' // breaks own-package-by-path

export type { GameNumber }
