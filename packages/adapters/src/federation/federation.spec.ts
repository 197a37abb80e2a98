import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { parseFederation, readFederationFile, readFederationFiles } from './federation-file.ts'
import { createFoldTools, messageCheckBy, sha256, trustEveryWriter } from './fold-tools.ts'
import { rawOf } from '../wire/raw-entry.ts'

const site = (id: string) => ({ id: id as SiteId, name: id, publicKey: null, waits: true })

const content: Omit<Federation, 'sha256'> = {
  version: 1,
  tournament: 'world-cup-2022',
  logId: 'log-1',
  partitions: 1,
  publisher: { id: 'north' as SiteId, publicKey: null },
  sites: [site('north'), site('south')],
  settings: {
    announcedMax: 1_000_000,
    announcedTtlMs: 600_000,
    clockStepMaxMs: 60_000,
    wireQuantityMax: 10,
    siteHeldMax: null,
    unsignedAnnouncements: true,
    perBuyerTournament: 60,
  },
  listTerms: { currency: 'USD', limits: { perBuyer: 6, holdMaxMs: 600_000 } },
}

const textOf = (changed: object = {}): string => JSON.stringify({ ...content, ...changed }, null, 2)
const parse = (text: string) => parseFederation(Buffer.from(text), 'federation.json')
const faultsOf = (text: string) => {
  const parsed = parse(text)
  return parsed.ok || parsed.refusal.kind !== 'faults' ? [] : parsed.refusal.faults
}

describe('federation.json', () => {
  it('is known by the hash of its bytes', () => {
    const hash = createHash('sha256').update(textOf()).digest('hex')
    expect(parse(textOf())).toEqual({ ok: true, value: { ...content, sha256: hash } })
    expect(parse(`${textOf()}\n`)).not.toEqual(parse(textOf()))
  })

  it.each([
    ['sites.0.id', { sites: [site('North')] }, 'site id'],
    ['sites.1.id', { sites: [site('north'), site('north')] }, 'twice'],
    ['sites', { sites: [] }, '>=1'],
    ['partitions', { partitions: 0 }, '>=1'],
    ['version', { version: 1.5 }, 'int'],
    ['publisher.publicKey', { publisher: { id: 'north', publicKey: 'abc' } }, 'Ed25519'],
    ['settings.wireQuantityMax', { settings: { ...content.settings, wireQuantityMax: 0 } }, '>=1'],
    ['settings.perBuyerTournament', { settings: { ...content.settings, perBuyerTournament: undefined } }, 'expected'],
    ['listTerms.currency', { listTerms: { ...content.listTerms, currency: 'usd' } }, 'ISO 4217'],
    ['listTerms.limits.holdMaxMs', { listTerms: { currency: 'USD', limits: { perBuyer: 1, holdMaxMs: 1e12 } } }, '<='],
    ['listTerms', { listTerms: { ...content.listTerms, surplus: 1 } }, 'surplus'],
    ['', { surplus: 1 }, 'surplus'],
  ])('says what is wrong at %s, and on which line', (path, changed, reason) => {
    const faults = faultsOf(textOf(changed))
    expect(faults.map(fault => fault.path.join('.'))).toEqual([path])
    expect(faults[0]?.reason).toContain(reason)
    expect(faults[0]?.line).toBeGreaterThanOrEqual(1)
  })

  it.each([undefined, null])('opens games by hand alone where its terms of lists are %s', listTerms => {
    expect(parse(textOf({ listTerms }))).toMatchObject({ ok: true, value: { listTerms: null } })
  })

  it('refuses what is not JSON', () => {
    expect(faultsOf('{"version": 1,}')).toHaveLength(1)
  })
})

describe('the check of a message', () => {
  it('is that of an entry with its bytes', () => {
    const record = { key: null, value: Uint8Array.of(1), headers: [], timestampMs: 5 }
    const signer = { id: 'north' as SiteId, publicKey: 'key' }
    const asked: unknown[] = []
    const check = messageCheckBy((entry, by) => asked.push(rawOf(entry), by) === 2)
    expect(check(record, signer)).toBe(true)
    expect(asked).toEqual([record, signer])
    expect(messageCheckBy(trustEveryWriter)(record, signer)).toBe(true)
  })
})

describe("a site's federation files", () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matchday-federation-'))
  })
  afterEach(() => rm(folder, { recursive: true }))
  const write = (name: string, text: string) => writeFile(join(folder, name), text)

  it('are the one named, and its other versions beside it', async () => {
    const second = textOf({ version: 2, publisher: { id: 'south', publicKey: null } })
    await write('federation.json', second)
    await write('federation-1.json', textOf())
    await write('sites.json', 'not one of them')
    const files = await readFederationFiles(join(folder, 'federation.json'))
    if (!files.ok) throw new Error(JSON.stringify(files.refusal))
    expect(files.value.current.version).toBe(2)
    const tools = createFoldTools(files.value, trustEveryWriter)
    expect(tools.federationOf(sha256(textOf()))?.version).toBe(1)
    expect(tools.federationOf(sha256(second))?.version).toBe(2)
    expect(tools.federationOf(sha256('another'))).toBeUndefined()
    expect(files.value.current.publisher.id).toBe('south')
    expect(tools.publisher.id).toBe('north')
  })

  it('are refused together when one of them is bad', async () => {
    await write('federation.json', textOf())
    await write('federation-0.json', '{}')
    const files = await readFederationFiles(join(folder, 'federation.json'))
    expect(files).toMatchObject({ ok: false, refusal: { kind: 'faults' } })
  })

  it('must be there', async () => {
    const file = join(folder, 'federation.json')
    expect(await readFederationFile(file)).toMatchObject({ ok: false, refusal: { kind: 'unreadable', file } })
  })
})
