import { describe, expect, it } from 'vitest'
import { createLogger, log, setLogLevel } from './log'

function capture() {
  const lines: string[] = []
  return { lines, logger: createLogger((line) => lines.push(line)) }
}

describe('createLogger', () => {
  it('writes one JSON line with time, level and component', () => {
    const { lines, logger } = capture()
    logger.child({ component: 'kube' }).info({ cluster: 'demo' }, 'watching')
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      component: 'kube',
      cluster: 'demo',
      msg: 'watching',
    })
    expect(lines[0]).toMatch(/"time":"\d{4}-\d\d-\d\dT[\d:.]+Z"/)
  })

  it('escapes what could forge or reorder a line, and keeps it readable by a parser', () => {
    const { lines, logger } = capture()
    const name = 'a\n{"level":"info"}\r\u001b[31m\u202eevil\u2066\u2028\u0085\u007f'
    logger.info({ name }, name)
    expect(lines[0]?.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e\u2066]/)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name, msg: name })
  })

  it('leaves out tokens and cookies, by key and inside text', () => {
    const { lines, logger } = capture()
    logger.info(
      {
        token: 'tttt1',
        headers: { authorization: 'Bearer tttt2', cookie: 'tttt3' },
        req: { headers: { cookie: 'tttt4' } },
        err: new Error('sent Authorization: Bearer tttt5.abc-def== and next-auth.session-token=tttt6'),
      },
      'Basic tttt7777',
    )
    expect(lines[0]).not.toMatch(/tttt/)
    expect(() => JSON.parse(lines[0] ?? '') as unknown).not.toThrow()
  })
})

describe('setLogLevel', () => {
  it('reaches loggers handed out before', () => {
    const early = log('early')
    setLogLevel('error')
    expect(early.isLevelEnabled('info')).toBe(false)
    expect(log('late').isLevelEnabled('info')).toBe(false)
    setLogLevel('info')
    expect(early.isLevelEnabled('info')).toBe(true)
    expect(log('early')).toBe(early)
  })
})
