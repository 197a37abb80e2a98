import type { SitesOptions } from './site.ts'

type Over = NonNullable<SitesOptions['over']>

/** A site whose copy never claims to be fresh, so that it always asks the log. */
export const behind: Over = {
  site: site => {
    const { catalogue } = site
    return { ...site, catalogue: { ...catalogue, view: () => ({ ...catalogue.view(), caughtUpAtMs: 0 }) } }
  },
}

/** A log whose next appends fail so. */
export const failing = (faults: Error[]): Over => ({
  salesLog: log => ({
    ...log,
    append: record => {
      const fault = faults.shift()
      return fault === undefined ? log.append(record) : Promise.reject(fault)
    },
  }),
})
