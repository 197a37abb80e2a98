import { jest } from '@jest/globals'
import type { Fold } from './world.ts'

/**
 * The fold with one rule taken away: a module of `inventory/` in which some exports are replaced. A property that
 * still holds for it does not test that rule.
 */
export async function foldWithout<Module extends object>(
  real: Module,
  path: string,
  broken: (real: Module) => Partial<Module>,
): Promise<Fold> {
  jest.resetModules()
  jest.unstable_mockModule(path, () => ({ ...real, ...broken(real) }))
  try {
    const { foldBatch } = await import('../inventory/fold.ts')
    return foldBatch
  } finally {
    jest.unstable_unmockModule(path)
    jest.resetModules()
  }
}
