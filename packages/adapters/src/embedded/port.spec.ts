import { describe, expect, it } from '@jest/globals'
import { EmbeddedError } from './error.ts'
import type { EmbeddedFault } from './error.ts'
import { startOnPort } from './port.ts'
import type { Postmaster } from './postmaster.ts'

const postmaster: Postmaster = { pid: 1, exited: Promise.resolve(), interrupt: () => {}, stop: async () => {} }

/** A server that starts after the given faults, and the ports it was tried on. */
const after = (faults: EmbeddedFault[]): { start(port: number): Promise<Postmaster>; ports: number[] } => {
  const ports: number[] = []
  const start = async (port: number): Promise<Postmaster> => {
    ports.push(port)
    const fault = faults[ports.length - 1]
    if (fault !== undefined) throw new EmbeddedError(fault, fault)
    return postmaster
  }
  return { start, ports }
}

describe('a start on a port', () => {
  it('goes to another free one when somebody was faster, five times at most', async () => {
    const { start, ports } = after(['port-taken', 'port-taken'])
    expect(await startOnPort(undefined, start)).toEqual({ port: ports[2], postmaster })
    expect(ports).toHaveLength(3)
    const hopeless = after(Array.from({ length: 9 }, () => 'port-taken'))
    await expect(startOnPort(undefined, hopeless.start)).rejects.toMatchObject({ code: 'port-taken' })
    expect(hopeless.ports).toHaveLength(5)
  })

  it('keeps to the one it was given', async () => {
    const { start, ports } = after(['port-taken'])
    await expect(startOnPort(5432, start)).rejects.toMatchObject({ code: 'port-taken' })
    expect(ports).toEqual([5432])
  })

  it('waits for the children of a killed server', async () => {
    const { start, ports } = after(['still-ending', 'still-ending'])
    expect(await startOnPort(5432, start)).toEqual({ port: 5432, postmaster })
    expect(ports).toEqual([5432, 5432, 5432])
  })

  it('does not repeat what will not pass', async () => {
    const { start, ports } = after(['start-failed'])
    await expect(startOnPort(undefined, start)).rejects.toMatchObject({ code: 'start-failed' })
    expect(ports).toHaveLength(1)
  })
})
