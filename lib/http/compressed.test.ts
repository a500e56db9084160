import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compressed } from './compressed'

const asking = (encoding: string) =>
  new Request('http://localhost/', { headers: { 'accept-encoding': encoding } })
const json = (text: string) =>
  new Response(text, { status: 201, headers: { 'content-type': 'application/json' } })
const large = JSON.stringify('x'.repeat(20_000))

describe('compressed', () => {
  it('zips large JSON for those who take it, and keeps status and text', async () => {
    const answer = await compressed(asking('gzip, br'), json(large))
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([201, 'gzip'])
    expect(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString()).toBe(large)
  })

  it.each([
    ['br', large],
    ['gzip', '{"small":true}'],
  ])('leaves %s plain', async (encoding, text) => {
    const answer = await compressed(asking(encoding), json(text))
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(await answer.text()).toBe(text)
  })

  it('never touches a stream of events', async () => {
    const stream = new Response('data: 1\n\n', { headers: { 'content-type': 'text/event-stream' } })
    expect(await compressed(asking('gzip'), stream)).toBe(stream)
  })
})
