import { expect, it } from 'vitest'
import { sha256OfText } from './sha256-text'

it('gives the hash of the body in the test vector of docs/audit-format.md', async () => {
  const body =
    '{"action":"login","actor":{"issuer":"https://id.example","name":"Zoë \\"Z\\"","subject":"u-1"},"id":"e-1","kind":"auth","result":"applied","time":"2026-11-20T10:00:00.000Z"}'
  expect(await sha256OfText(body)).toBe('519d6c1e3def90f64523843b4ce9ec8e4d4d3e2db62958cc5da2b28877af4158')
})
