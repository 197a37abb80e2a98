import { describe, expect, it } from '@jest/globals'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findJava, majorIn } from './java.ts'

describe('the version that Java prints', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17],
    ['openjdk version "25" 2025-09-16', 25],
    ['java version "1.8.0_292"', 8],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21.0.1"', 21],
    ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
  ])('%j is of %s', (output, major) => expect(majorIn(output)).toBe(major))
})

describe('the Java that is found', () => {
  it('is the one in JAVA_HOME, new enough, or a line says what to do', async () => {
    const home = await mkdtemp(join(tmpdir(), 'matchday-java-'))
    const command = join(home, 'bin', 'java')
    const help = 'install Java 17 or newer, or set KAFKA_BROKERS to brokers of your own'
    const find = () => findJava({ JAVA_HOME: home, PATH: process.env['PATH'] })
    const printing = async (version: string) => {
      await writeFile(command, `#!/bin/sh\necho 'openjdk version "${version}"' >&2\n`)
      await chmod(command, 0o755)
    }
    try {
      expect(find).toThrow(`there is no Java in JAVA_HOME (${home}): ${help}`)
      await mkdir(join(home, 'bin'))
      await printing('11.0.2')
      expect(find).toThrow(`the Java found in JAVA_HOME (${home}) is version 11: ${help}`)
      await printing('17.0.1')
      expect(find()).toBe(command)
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  })
})
