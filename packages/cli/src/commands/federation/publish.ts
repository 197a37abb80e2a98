import { systemClock } from '@matchday/adapters/config/clock'
import { checkLog } from '@matchday/adapters/federation/check-log'
import type { PublishedPartition } from '@matchday/domain/usecases/publish-federation'
import { publishFederation } from '@matchday/domain/usecases/publish-federation'
import type { Command } from 'commander'
import { confirm } from '../../confirm.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { SiteParts } from '../../open-parts.ts'
import { withSite } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { fail, json, line, plural, table } from '../../output.ts'
import { partitionsToTell } from '../../publisher.ts'
import type { SiteFlags } from '../../site-settings.ts'
import { addSiteFlags } from '../../site-settings.ts'

type PublishFlags = SiteFlags & { readonly yes?: true; readonly json?: true }

/** How long this site's copy may take to fold what is in the log. */
const decisionTimeoutMs = 30_000

/** Adds `publish`: say the site's federation file in every partition, wait until it is in force there, and report. */
export function addPublish(federation: Command, io: Io): void {
  const command = federation
    .command('publish')
    .description("put a site's federation file in force in every partition; for the federation's publisher")
    .option('--yes', 'do not ask')
    .option('--json', 'answer for programs; asks nothing')
  addSiteFlags(command).action((flags: PublishFlags) => withSite(flags, parts => publish(io, parts, flags)))
}

async function publish(io: Io, parts: SiteParts, flags: PublishFlags): Promise<void> {
  const { site, salesLog, settings, federation: { current } } = parts
  checkLog(current, salesLog, settings.MATCHDAY_SITE)
  const waiting = await partitionsToTell(parts)
  const name = `version ${current.version}, SHA-256 ${current.sha256}`
  if (waiting.length > 0 && flags.yes !== true && flags.json !== true) {
    line(io, `Every site needs this very file first (${name}): a consumer that lacks it stops there.`)
    await confirm(io, `Put it in force in ${plural(waiting.length, 'partition')}?`)
  }
  const ports = { salesLog, copy: site.copy, decisions: site.decisions, clock: systemClock, decisionTimeoutMs }
  report(io, await publishFederation(ports, current), flags)
}

function report(io: Io, partitions: readonly PublishedPartition[], flags: PublishFlags): void {
  if (flags.json === true) json(io, { partitions })
  else {
    const rows = partitions.map(({ partition, isInForce, version }) => [
      partition, version === null ? 'none' : `version ${version}`, isInForce ? 'yes' : 'not yet',
    ])
    table(io, ['Partition', 'In force', 'This file'], rows)
  }
  const failed = partitions.filter(({ isInForce }) => !isInForce).length
  if (failed === 0) return
  const hint = "is the site's consumer running, and started with this file? Publish again to see"
  fail(`not in force in ${plural(failed, 'partition')}: ${hint}`, exitCodes.no)
}
