import type { lookup as systemLookup } from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { guardedAgent, isForbiddenAddress } from './guarded-agent'

async function serve() {
  const server = createServer((_request, response) => response.end('here'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A name server that gives another answer each time, and says how often it was asked. */
function answering(...answers: string[][]) {
  const asked: string[] = []
  const lookup = ((hostname: string, _options: unknown, done: (error: null, found: object[]) => void) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? []
    asked.push(hostname)
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as typeof systemLookup
  return { asked, lookup }
}

async function get(url: string, options: Parameters<typeof guardedAgent>[0] = {}) {
  const dispatcher = guardedAgent(options)
  try {
    const { body } = await request(url, { dispatcher })
    return await body.text()
  } finally {
    await dispatcher.destroy()
  }
}

const forbidden = expect.objectContaining({ code: 'ERR_FORBIDDEN_ADDRESS' }) as Error

describe('isForbiddenAddress', () => {
  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '0.0.0.0',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:169.254.169.254',
    '64:ff9b::169.254.169.254',
    '2002:a9fe:a9fe::1',
    'no address',
  ])('%s', (address) => {
    expect(isForbiddenAddress(address)).toBe(true)
  })

  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '192.168.1.1',
    '172.16.0.9',
    '::1',
    'fd12::1',
    '8.8.8.8',
    '2606:4700::1',
  ])('not %s', (address) => {
    expect(isForbiddenAddress(address)).toBe(false)
  })
})

describe('guardedAgent', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[fe80::1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0/',
  ])('refuses %s', async (url) => {
    await expect(get(url)).rejects.toEqual(forbidden)
  })

  it('reaches loopback by address and by name', async () => {
    const port = await serve()
    expect(await get(`http://127.0.0.1:${port}/`)).toBe('here')
    expect(await get(`http://prometheus.internal:${port}/`, answering(['127.0.0.1']))).toBe('here')
  })

  it('refuses a name that leads to metadata, and takes what is left of a name that leads to both', async () => {
    const port = await serve()
    await expect(get('http://inside.example/', answering(['169.254.169.254', 'fe80::1']))).rejects.toEqual(
      forbidden,
    )
    expect(await get(`http://both.example:${port}/`, answering(['169.254.169.254', '127.0.0.1']))).toBe(
      'here',
    )
  })

  it('asks DNS once for a connection: a second answer leads nowhere', async () => {
    const port = await serve()
    const dns = answering(['127.0.0.1'], ['169.254.169.254'])
    const dispatcher = guardedAgent({ lookup: dns.lookup, connections: 1 })
    onTestFinished(() => dispatcher.destroy())
    const url = `http://rebound.example:${port}/`
    expect(await (await request(url, { dispatcher })).body.text()).toBe('here')
    expect(await (await request(url, { dispatcher })).body.text()).toBe('here')
    expect(dns.asked).toEqual(['rebound.example'])
    // A new connection asks anew, and is checked anew.
    await expect(
      request(url, { dispatcher: guardedAgent({ lookup: answering(['169.254.169.254']).lookup }) }),
    ).rejects.toEqual(forbidden)
  })
})
