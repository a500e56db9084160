import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { parseTargets } from './targets-file'

const dir = mkdtempSync(path.join(tmpdir(), 'aviary-calls-'))
afterAll(() => rmSync(dir, { recursive: true }))
const secret = 'sixteen or more.'
const target = (more: string) => `targets: [{ name: chat, ${more} }]`

it('reads targets, by default of every event everywhere', () => {
  const text = `
targets:
  - name: chat
    url: https://hooks.slack.example/services/T/B/X
    secret: ${secret}
  - name: pager
    url: http://127.0.0.1:8080/hook
    secret: ${secret}
    events: [failed, drift]
    scope: { namespace: shop }
`
  expect(parseTargets(text).map(({ secret: _secret, ...rest }) => rest)).toEqual([
    {
      name: 'chat',
      url: 'https://hooks.slack.example/services/T/B/X',
      scope: { cluster: '*', namespace: '*', service: '*' },
    },
    {
      name: 'pager',
      url: 'http://127.0.0.1:8080/hook',
      events: ['failed', 'drift'],
      scope: { cluster: '*', namespace: 'shop', service: '*' },
    },
  ])
})

it('reads a secret from its file at each call, so that a rotated one is seen', () => {
  const file = path.join(dir, 'secret')
  writeFileSync(file, `${secret}\n`)
  const [chat] = parseTargets(target(`url: https://x.example/, secretFile: ${file}`))
  expect(chat?.secret()).toBe(secret)
  writeFileSync(file, 'another secret, rotated')
  expect(chat?.secret()).toBe('another secret, rotated')
})

it.each([
  [`url: http://hooks.example/, secret: ${secret}`, 'targets.0.url: must be https, except on loopback'],
  [`url: ftp://hooks.example/, secret: ${secret}`, 'targets.0.url'],
  ['url: https://hooks.example/', 'name either a secret or a secretFile'],
  [`url: https://hooks.example/, secret: ${secret}, secretFile: /x`, 'name either a secret or a secretFile'],
  ['url: https://hooks.example/, secret: too short', 'the secret of chat has less than 16 characters'],
  [`url: https://hooks.example/, secret: ${secret}, events: [paused]`, 'targets.0.events.0'],
  [`url: https://hooks.example/, secret: ${secret}, event: [drift]`, 'targets.0'],
  ['url: https://hooks.example/, secretFile: /nowhere/at/all', 'ENOENT'],
])('refuses %s', (more, words) => {
  expect(() => parseTargets(target(more))).toThrow(words)
})

it('refuses two targets of one name, and never shows a secret', () => {
  const one = `{ name: chat, url: 'https://x.example/', secret: ${secret}, odd: 1 }`
  const two = one.replace(', odd: 1', '')
  expect(() => parseTargets(`targets: [${two}, ${two}]`)).toThrow('a name of its own')
  expect(() => parseTargets(`targets: [${one}]`)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(secret) as string }) as Error,
  )
})
