import { join } from 'node:path'
import config from '../../jest.config.js'

const unit = config.projects.find(({ displayName }) => displayName === 'unit')

/** The unit tests of the domain, as Stryker runs them on the mutated copy below `.stryker-tmp/`. */
export default {
  ...unit,
  rootDir: join(import.meta.dirname, '../..'),
  roots: ['<rootDir>/packages/domain'],
  setupFiles: ['<rootDir>/tools/mutation/setup.js'],
  // The root's patterns leave out what is below `.stryker-tmp/`, which is all there is here.
  testPathIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: [],
}
