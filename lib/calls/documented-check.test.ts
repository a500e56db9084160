import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { signatureOf } from './signature'

type Check = (secret: string, headers: Record<string, string>, body: string, now?: number) => boolean

/** The example of docs/calls.md as it stands there. */
async function documentedCheck(): Promise<Check> {
  const text = readFileSync('docs/calls.md', 'utf8')
  const code = /```js\n([\s\S]+?)```/.exec(text)?.[1] ?? ''
  const found = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { isFromAviary: Check }
  return found.isFromAviary
}

it('the documented check takes what is signed, and nothing else', async () => {
  const isFromAviary = await documentedCheck()
  const secret = 'a secret of sixteen'
  const body = '{"text":"ünïcode"}'
  const timestamp = 1_795_168_800
  const now = timestamp * 1000
  const headers = {
    'aviary-timestamp': String(timestamp),
    'aviary-signature': signatureOf(secret, timestamp, body),
  }
  expect(isFromAviary(secret, headers, body, now)).toBe(true)
  expect(isFromAviary(secret, headers, body, now + 300_000)).toBe(true)
  expect(isFromAviary(secret, headers, body, now + 301_000)).toBe(false)
  expect(isFromAviary(secret, headers, `${body} `, now)).toBe(false)
  expect(isFromAviary('another secret 16', headers, body, now)).toBe(false)
  expect(isFromAviary(secret, { ...headers, 'aviary-timestamp': String(timestamp + 1) }, body, now)).toBe(
    false,
  )
  expect(isFromAviary(secret, { 'aviary-timestamp': String(timestamp) }, body, now)).toBe(false)
  expect(isFromAviary(secret, {}, body, now)).toBe(false)
})
