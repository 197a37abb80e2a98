import { describe, expect, it } from '@jest/globals'
import { asFolderFault, EmbeddedError, lastLines, reasonOf, saysDiskFull } from './error.ts'

const errno = (code: string): unknown => ({ code, message: `${code}: refused,\n open 'x'` })

describe('what a person is told', () => {
  it.each([
    ['EACCES', 'unwritable-folder'],
    ['EROFS', 'unwritable-folder'],
    ['ENOTDIR', 'unwritable-folder'],
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
  ])('of a file operation that ends with %s is %s', (code, fault) => {
    const message = expect.stringContaining('/data')
    expect(asFolderFault(errno(code), '/data')).toMatchObject({ code: fault, message })
  })

  it.each([new EmbeddedError('port-taken', 'said before'), new TypeError('a mistake of ours'), errno('ESRCH')])(
    'of anything else is left as it is: %s',
    (error) => expect(asFolderFault(error, '/data')).toBe(error),
  )

  it('is one line', () => {
    expect(reasonOf(errno('EACCES'))).toBe("EACCES: refused, open 'x'")
    expect(reasonOf('plain')).toBe('plain')
  })

  it.each([
    ['one\n\n two \nthree\nfour\n', 'two / three / four'],
    ['creating ...\n2026-01-01 10:00:00.000 UTC [12] FATAL:  no such role\nAborted\n', 'FATAL:  no such role'],
    ['initdb: error: bad\nremoving contents of data directory', 'initdb: error: bad'],
    ['', ''],
  ])('of a program that printed %j is %j', (output, line) => {
    expect(lastLines(output)).toBe(line)
  })

  it('tells a full disk from the rest', () => {
    const short = 'wrote only 1 of 2 bytes\nHINT:  Check free disk space.'
    const outputs = ['No space left on device', short, 'Permission denied']
    expect(outputs.map(saysDiskFull)).toEqual([true, true, false])
  })
})
