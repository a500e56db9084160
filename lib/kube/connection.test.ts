import { generate } from 'selfsigned'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { setLogLevel } from '@/lib/log'
import { openConnection, type KubeConnection } from './connection'
import { safeClusterName } from './credentials'
import { ManualScheduler, TestApiServer } from './test-api-server'
import { TestKubeconfig } from './test-kubeconfig'
import { TransportError } from './transport'

setLogLevel('silent')

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

interface Setup {
  server: TestApiServer
  config: TestKubeconfig
  clock: ManualScheduler
  connect: () => KubeConnection
}

async function setup(
  cluster: Record<string, unknown> = {},
  tls?: { key: string; cert: string },
): Promise<Setup> {
  const server = await TestApiServer.start(tls)
  const config = new TestKubeconfig(`${tls ? 'https' : 'http'}://127.0.0.1:${server.port}`, cluster)
  const clock = new ManualScheduler()
  cleanups.push(
    () => server.close(),
    () => config.remove(),
  )
  const connect = () => {
    const connection = openConnection({ kubeconfig: config.path, version: '1.2.3', scheduler: clock })
    cleanups.push(() => connection.close())
    return connection
  }
  return { server, config, clock, connect }
}

async function get(connection: KubeConnection, signal?: AbortSignal): Promise<number> {
  const response = await connection.fetch({ method: 'GET', path: '/version', ...(signal && { signal }) })
  await response.text()
  return response.status
}

describe('openConnection', () => {
  it('sends token and user agent over kept connections', async () => {
    const { server, connect } = await setup({ name: 'arn:aws:eks:eu/shop' })
    const connection = connect()
    expect(connection.cluster).toBe('arn-aws-eks-eu-shop')
    for (let count = 0; count < 20; count += 1) expect(await get(connection)).toBe(200)
    // A socket is handed back just after the body ends, so a tight loop may need a second one.
    expect(server.connections).toBeLessThanOrEqual(2)
    expect(server.requests[4]?.headers).toMatchObject({
      authorization: 'Bearer first',
      'user-agent': 'aviary/1.2.3',
    })
  })

  it('trusts the CA of the kubeconfig, and nothing without it', async () => {
    const pems = await generate([{ name: 'commonName', value: 'test' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    })
    const tls = { key: pems.private, cert: pems.cert }
    const ca = { 'certificate-authority-data': Buffer.from(pems.cert).toString('base64') }
    const trusted = await setup(ca, tls)
    const connection = trusted.connect()
    for (let count = 0; count < 3; count += 1) expect(await get(connection)).toBe(200)
    expect(trusted.server.connections).toBeLessThanOrEqual(2)

    const insecure = await setup({ 'insecure-skip-tls-verify': true }, tls)
    expect(await get(insecure.connect())).toBe(200)

    const untrusted = await setup({}, tls)
    const refused = await get(untrusted.connect()).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(TransportError)
    expect(refused).toMatchObject({ sent: false })
  })

  it('reads a rotated token file again after a minute', async () => {
    const { server, config, clock, connect } = await setup()
    const tokenFile = config.file('token', 'one\n')
    config.write({ 'auth-provider': { name: 'tokenFile', config: { tokenFile } } })
    const connection = connect()
    await get(connection)
    config.file('token', 'two\n')
    clock.advance(59_000)
    await get(connection)
    clock.advance(1_000)
    await get(connection)
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer one',
      'Bearer one',
      'Bearer two',
    ])
    expect(server.connections).toBeLessThanOrEqual(2)
  })

  it('does not repeat a 401 with the same credentials, nor look for others more than every 5 s', async () => {
    const { server, config, connect } = await setup()
    server.override = ({ headers }) =>
      headers.authorization === 'Bearer second'
        ? undefined
        : { status: 401, body: { kind: 'Status', code: 401 } }
    const connection = connect()
    expect(await get(connection)).toBe(401)
    expect(server.requests).toHaveLength(1)
    config.write({ token: 'second' })
    expect(await get(connection)).toBe(401)
  })

  it('heals a 401 as soon as the kubeconfig holds a better token', async () => {
    const { server, config, clock, connect } = await setup()
    const connection = connect()
    await get(connection)
    server.override = ({ headers }) =>
      headers.authorization === 'Bearer second'
        ? undefined
        : { status: 401, body: { kind: 'Status', code: 401 } }
    config.write({ token: 'second' })
    clock.advance(5_000)
    expect(await get(connection)).toBe(200)
  })

  it('gets tokens by exec plugins through the library', async () => {
    const { server, config, connect } = await setup()
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'ran' },
    }
    config.write({
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: process.execPath,
        args: ['-e', `process.stdout.write(${JSON.stringify(JSON.stringify(credential))})`],
      },
    })
    expect(await get(connect())).toBe(200)
    expect(server.requests[0]?.headers.authorization).toBe('Bearer ran')
  })

  it('uses a new connection when the address changes, and survives a broken file', async () => {
    const { server, config, clock, connect } = await setup()
    const connection = connect()
    await get(connection)
    config.file('config', '{ not yaml')
    clock.advance(60_000)
    expect(await get(connection)).toBe(200)
    const other = await TestApiServer.start()
    cleanups.push(() => other.close())
    const moved = new TestKubeconfig(`http://127.0.0.1:${other.port}`)
    cleanups.push(() => moved.remove())
    config.file(
      'config',
      JSON.stringify({
        clusters: [{ name: 'test', cluster: { server: `http://127.0.0.1:${other.port}` } }],
        users: [{ name: 'me', user: { token: 'x' } }],
        contexts: [{ name: 'here', context: { cluster: 'test', user: 'me' } }],
        'current-context': 'here',
      }),
    )
    clock.advance(60_000)
    expect(await get(connection)).toBe(200)
    expect(server.requests).toHaveLength(2)
    expect(other.requests).toHaveLength(1)
  })

  it('tells a request that was never sent from one without an answer', async () => {
    const { server, connect } = await setup()
    const connection = connect()
    server.override = () => 'cut'
    await expect(get(connection)).rejects.toMatchObject({ name: 'TransportError', sent: true })
    server.override = () => 'hang'
    const abort = new AbortController()
    const hanging = get(connection, abort.signal)
    await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(1))
    abort.abort(new Error('enough'))
    await expect(hanging).rejects.toMatchObject({ sent: true, message: 'enough' })
    await server.close()
    await expect(get(connection)).rejects.toMatchObject({ sent: false })
    await server.listen(0)
  })

  it('never quotes the kubeconfig in an error', async () => {
    const { config, connect } = await setup()
    config.file('config', 'users: [{ name: me, user: { token: very-secret }')
    expect(connect).toThrow(/cannot be parsed/)
    expect(connect).not.toThrow(/very-secret/)
  })

  it('throws without a usable kubeconfig', () => {
    expect(() => openConnection({ kubeconfig: '/nowhere/config', version: '1' })).toThrow(/nowhere/)
  })
})

describe('safeClusterName', () => {
  it.each([
    ['kind-shop', 'kind-shop'],
    ['a/b c', 'a-b-c'],
    ['..', 'cluster'],
    ['', 'cluster'],
    ['ü', 'cluster'],
  ])('%s becomes %s', (name, safe) => {
    expect(safeClusterName(name)).toBe(safe)
  })
})
