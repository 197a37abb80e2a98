import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kafkaClassPath } from './release.ts'

const silent = (): void => {}

describe('the Kafka that is run', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matchday-release-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const unpacked = async (name: string, jar: string): Promise<string> => {
    const home = join(folder, name)
    await mkdir(join(home, 'libs'), { recursive: true })
    await writeFile(join(home, 'libs', jar), '')
    return home
  }

  /** A Maven that does as `script` says, with the folder for the jars in $folder. */
  const maven = async (name: string, script: string): Promise<string> => {
    const bin = join(folder, name)
    await mkdir(bin)
    const find = 'for flag; do case "$flag" in -DoutputDirectory=*) folder=$(echo "$flag" | cut -d= -f2);; esac; done'
    await writeFile(join(bin, 'mvn'), `#!/bin/sh\n${find}\n${script}\n`)
    await chmod(join(bin, 'mvn'), 0o755)
    return `${bin}:/bin:/usr/bin`
  }

  it('is the release in KAFKA_HOME', async () => {
    const home = await unpacked('new', 'kafka_2.13-4.1.0.jar')
    expect(await kafkaClassPath({ KAFKA_HOME: home }, silent)).toBe(join(home, 'libs', '*'))
  })

  it.each([
    ['old', 'kafka_2.13-3.9.1.jar', 'holds Kafka 3: 4 or newer is needed'],
    ['other', 'kafka-clients-4.1.0.jar', 'holds no unpacked Kafka release'],
  ])('is not an %s one', async (name, jar, reason) => {
    const home = await unpacked(name, jar)
    const message = `KAFKA_HOME (${home}) ${reason}`
    await expect(kafkaClassPath({ KAFKA_HOME: home }, silent)).rejects.toMatchObject({ code: 'no-kafka', message })
  })

  it('is fetched by Maven once', async () => {
    const said: string[] = []
    const jars = join(folder, 'jars')
    const PATH = await maven('good', 'echo jar > "$folder/kafka.jar"')
    const classPath = await kafkaClassPath({ PATH }, (line) => said.push(line), jars)
    expect(await kafkaClassPath({ PATH: '' }, (line) => said.push(line), jars)).toBe(classPath)
    expect(said).toHaveLength(1)
    const [version = '', ...others] = await readdir(jars)
    expect(others).toEqual([])
    expect(classPath).toBe(join(jars, version, '*'))
    expect(await readdir(join(jars, version))).toEqual(['kafka.jar'])
  })

  it('is none where Maven fails or is not there, and nothing half-fetched stays', async () => {
    const jars = join(folder, 'none')
    const PATH = await maven('bad', 'echo x > "$folder/half.jar"; echo "[ERROR] unknown host"; exit 1')
    await expect(kafkaClassPath({ PATH }, silent, jars)).rejects.toMatchObject({
      code: 'no-kafka',
      message: expect.stringMatching(/^Maven could not fetch Kafka \(\[ERROR\] unknown host\): set KAFKA_HOME/),
    })
    await expect(kafkaClassPath({ PATH: folder }, silent, jars)).rejects.toMatchObject({
      message: expect.stringMatching(/^there is no Maven to fetch Kafka with: install it, or set KAFKA_HOME/),
    })
    expect(await readdir(jars)).toEqual([])
  })
})
