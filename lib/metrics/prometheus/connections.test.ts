import { expect, onTestFinished, test, vi } from 'vitest'
import { authority, guardedPrometheus, issued } from '../test-certificates'
import { createPrometheusClient } from './client'
import type { TlsFiles } from './connections'

const at = new Date('2026-01-01T00:00:00Z')

/** A client whose certificates can be exchanged, and a clock on which it looks for that. */
function clientOf(url: string, files: { now: TlsFiles }) {
  const errors: unknown[] = []
  const clock = { now: 0 }
  vi.spyOn(performance, 'now').mockImplementation(() => clock.now)
  const client = createPrometheusClient({ url, tls: () => files.now, onError: (error) => errors.push(error) })
  onTestFinished(async () => {
    vi.restoreAllMocks()
    await client.close()
  })
  const later = () => (clock.now += 1001)
  return { client, errors, later }
}

test('a client certificate is shown, and the next one after it was rotated', async () => {
  const ca = await authority()
  const { url, seen } = await guardedPrometheus(ca)
  const [first, second] = await Promise.all([issued(ca, 'first'), issued(ca, 'second')])
  const files: { now: TlsFiles } = { now: { ca: ca.cert, ...first } }
  const { client, errors, later } = clientOf(url, files)
  await client.instant('up', at)
  files.now = { ca: ca.cert, ...second }
  await client.instant('up', at)
  later()
  await client.instant('up', at)
  expect(seen).toEqual(['first', 'first', 'second'])
  expect(errors).toEqual([])
})

test('a rotation that is half done leaves the last good pair, and is reported once', async () => {
  const ca = await authority()
  const { url, seen } = await guardedPrometheus(ca)
  const [first, second] = await Promise.all([issued(ca, 'first'), issued(ca, 'second')])
  const files: { now: TlsFiles } = { now: { ca: ca.cert, ...first } }
  const { client, errors, later } = clientOf(url, files)
  await client.instant('up', at)
  files.now = { ca: ca.cert, cert: second.cert, key: first.key }
  for (let times = 0; times < 3; times += 1) {
    later()
    await client.instant('up', at)
  }
  files.now = { ca: ca.cert, ...second }
  later()
  await client.instant('up', at)
  expect(seen).toEqual(['first', 'first', 'first', 'first', 'second'])
  expect(errors).toHaveLength(1)
})

test('without a certificate, and with one of a stranger, the refusal is said', async () => {
  const ca = await authority()
  const { url, seen } = await guardedPrometheus(ca)
  const stranger = await issued(await authority(), 'stranger')
  for (const own of [{}, stranger]) {
    const { client } = clientOf(url, { now: { ca: ca.cert, ...own } })
    await expect(client.instant('up', at)).rejects.toThrow(/client certificate/)
  }
  expect(seen).toEqual([])
})

test('a server of another authority is not trusted', async () => {
  const ca = await authority()
  const { url, seen } = await guardedPrometheus(ca)
  const other = await authority()
  const { client } = clientOf(url, { now: { ca: other.cert, ...(await issued(ca, 'first')) } })
  await expect(client.instant('up', at)).rejects.toMatchObject({
    code: 'metrics-unavailable',
    message: expect.stringMatching(/^Prometheus cannot be reached \(\w+\)\.$/) as string,
  })
  expect(seen).toEqual([])
})

test('files that cannot be read at all are said so', async () => {
  const client = createPrometheusClient({
    url: 'https://127.0.0.1:1',
    tls: () => {
      throw new Error('ENOENT')
    },
  })
  onTestFinished(() => client.close())
  await expect(client.instant('up', at)).rejects.toThrow('The certificates for Prometheus cannot be used.')
})
