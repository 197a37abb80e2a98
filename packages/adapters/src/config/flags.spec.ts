import { describe, expect, it } from '@jest/globals'
import { readFlags, siteFlags } from './flags.ts'

const known = { '--port': { variable: 'PORT' }, ...siteFlags }

describe('flags', () => {
  it('stand for variables, and win over them', () => {
    expect(readFlags(known, ['--accept-topic-settings', '--port', '80'], { PORT: '1', HOST: 'here' })).toEqual({
      ok: true,
      value: { PORT: '80', HOST: 'here', MATCHDAY_ACCEPT_TOPIC_SETTINGS: 'true' },
    })
  })

  it.each([
    [['--port'], '--port takes a value'],
    [['--verbose', '1'], '--verbose is not understood; there are --port VALUE, --accept-topic-settings'],
    [['--accept-topic-settings', 'yes'], 'yes is not understood'],
    [['shop'], 'shop is not understood'],
    [['--__proto__', '1'], '--__proto__ is not understood'],
  ])('are not guessed at: %j', (args, reason) => {
    expect(readFlags(known, args, {})).toEqual({ ok: false, refusal: expect.stringContaining(reason) })
  })
})
