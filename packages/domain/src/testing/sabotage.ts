import { jest } from '@jest/globals'
import type { Fold } from './world.ts'

/**
 * What `load` imports, with one rule taken away: a module in which some exports are replaced. A property that still
 * holds then does not test that rule.
 * @param path of that module, as seen from here
 */
export async function without<Module extends object, Loaded>(
  real: Module,
  path: string,
  broken: (real: Module) => Partial<Module>,
  load: () => Promise<Loaded>,
): Promise<Loaded> {
  jest.resetModules()
  jest.unstable_mockModule(path, () => ({ ...real, ...broken(real) }))
  try {
    return await load()
  } finally {
    jest.unstable_unmockModule(path)
    jest.resetModules()
  }
}

/** The fold with one rule of `inventory/` taken away. */
export const foldWithout = <Module extends object>(
  real: Module,
  path: string,
  broken: (real: Module) => Partial<Module>,
): Promise<Fold> => without(real, path, broken, async () => (await import('../inventory/fold.ts')).foldBatch)
