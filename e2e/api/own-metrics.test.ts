import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TokenDto } from '@/lib/contracts/access'
import type { Agent } from '../support/agent'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { callAs, signIn, signOut } from '../support/session'
import { appUrl, call, clusterName, demo, user } from '../support/target'

const addresses = ['/metrics', '/api/v1/metrics']
const ask = (address: string, role: 'viewer' | 'on-call' | null, method = 'GET') =>
  fetch(`${appUrl()}${address}`, {
    method,
    redirect: 'manual',
    ...(role === null ? {} : { headers: { authorization: `Bearer ${user(role).token}` } }),
  })

/** Names, types and samples of an exposition; throws at the first line that the format does not know. */
function parse(text: string) {
  const types = new Map<string, string>()
  const samples = new Map<string, number>()
  for (const line of text.split('\n')) {
    if (line === '' || /^# HELP [a-zA-Z_:][\w:]* \S/.test(line)) continue
    const [, typed, type] = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary)$/.exec(line) ?? []
    const [, name, labels = '', value] =
      /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (\S+)$/.exec(line) ?? []
    if (typed !== undefined && type !== undefined) types.set(typed, type)
    else if (name === undefined) throw new Error(`not of the format: ${line}`)
    else if (samples.has(name + labels)) throw new Error(`told twice: ${line}`)
    else samples.set(name + labels, Number(value))
  }
  return { types, samples }
}

const read = async () => parse(await (await ask('/metrics', 'viewer')).text())

describe('metrics of Aviary itself', () => {
  let agent: Agent
  let place: Playground

  beforeAll(async () => {
    await call('viewer', 'GET', '/services')
    place = await playground('own-metrics')
    agent = await signIn('viewer')
  })

  afterAll(async () => {
    await signOut(agent)
    await place.remove()
  })

  it.each(addresses)('are at %s for a token, in the text format, and kept by nobody', async (address) => {
    const response = await ask(address, 'viewer')
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('cache-control'),
    ]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8', 'no-store'])
    const { types, samples } = parse(await response.text())
    expect(types.get('aviary_http_requests_total')).toBe('counter')
    expect(types.get('aviary_http_request_duration_seconds')).toBe('histogram')
    expect(samples.get('aviary_database_up')).toBe(1)
    const own = [...samples].filter(([name]) => name.startsWith('aviary_'))
    expect(own.filter(([, value]) => !Number.isFinite(value))).toEqual([])
  })

  it.each(addresses)('are at %s for nobody without one, and not by other methods', async (address) => {
    const refused = await ask(address, null)
    expect(refused.status).toBe(401)
    expect(await refused.text()).not.toContain('aviary_')
    expect((await ask(address, 'viewer', 'POST')).status).toBe(405)
    const head = await ask(address, 'viewer', 'HEAD')
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('are at /metrics for no session, as no scraper has one', async () => {
    const statuses = await Promise.all(addresses.map((address) => agent.get(`${appUrl()}${address}`)))
    expect(statuses.map(({ status }) => status)).toEqual([401, 200])
  })

  it('are for nobody who may not view everything', async () => {
    const { status, body } = await callAs<TokenDto & { secret: string }>(agent, 'POST', '/tokens', {
      name: 'e2e own metrics',
      role: 'viewer',
      scope: { cluster: await clusterName(), namespace: 'shop' },
      expires: new Date(Date.now() + 3_600_000).toISOString(),
    })
    expect(status).toBe(201)
    const refused = await Promise.all(
      addresses.map((address) =>
        fetch(`${appUrl()}${address}`, { headers: { authorization: `Bearer ${body.secret}` } }),
      ),
    )
    expect(refused.map((answer) => answer.status)).toEqual([403, 403])
    expect((await callAs(agent, 'DELETE', `/tokens/${body.id}`)).status).toBe(204)
  })

  it('count a move, its writes and its events', async () => {
    await place.runs('web', { v1: { replicas: 1 }, v2: { replicas: 1 } })
    const rule = { name: 'main', route: split('web', { v1: 100, v2: 0 }) }
    await place.apply(routeManifest(place.namespace, 'web', [rule]))
    const web = await place.sees('web')
    const cluster = await clusterName()
    const lines = [
      'aviary_operations_total{action="set-weights",outcome="applied"}',
      `aviary_cluster_writes_total{cluster="${cluster}",verb="patch",dry_run="true",result="applied"}`,
      `aviary_cluster_writes_total{cluster="${cluster}",verb="patch",dry_run="false",result="applied"}`,
      'aviary_audit_events_total{kind="intent"}',
      'aviary_audit_events_total{kind="outcome"}',
    ]
    const before = (await read()).samples
    expect((await web.setWeights('release-manager', { v1: 90, v2: 10 })).status).toBe(200)
    const after = (await read()).samples
    const grown = lines.filter((line) => (after.get(line) ?? 0) > (before.get(line) ?? 0))
    expect(grown).toEqual(lines)
  })

  it('count requests by the template of their route', async () => {
    const line = 'aviary_http_requests_total{method="GET",route="/operations/{id}",status="404"}'
    const before = (await read()).samples.get(line) ?? 0
    const { status } = await call('viewer', 'GET', '/operations/00000000-0000-4000-8000-000000000000')
    expect(status).toBe(404)
    expect((await read()).samples.get(line)).toBeGreaterThan(before)
  })

  it('say how the cluster, Prometheus, the engine and the audit log stand', async () => {
    const { samples } = await read()
    const connected = [...samples].filter(([name]) => name.startsWith('aviary_cluster_connected{'))
    expect(connected.map(([, value]) => value)).toEqual([1])
    expect(samples.get('aviary_prometheus_up')).toBe(1)
    expect(samples.get('aviary_engine_leader')).toBe(1)
    expect(samples.get('aviary_engine_ticks_total{result="done"}')).toBeGreaterThan(0)
    expect(samples.get('aviary_audit_open_incidents')).toBe(0)
    expect(samples.get('aviary_audit_head')).toBeGreaterThan(0)
    const objects = [...samples].filter(([name]) => name.startsWith('aviary_cluster_cache_objects{'))
    expect(objects.map(([, value]) => value > 10)).toEqual([true])
  })

  it('name no service, no namespace and no person', async () => {
    const services = await call<{ items: { namespace: string; name: string }[] }>(
      'viewer',
      'GET',
      '/services?limit=200',
    )
    const names = services.body.items.flatMap(({ namespace, name }) => [namespace, name])
    const people = demo().users.map(({ name }) => name)
    const { samples } = await read()
    // A stable code may be a word that a namespace has for its name too.
    const values = [...samples.keys()].flatMap((line) =>
      [...line.matchAll(/(\w+)="([^"]*)"/g)]
        .filter(([, label]) => label !== 'code')
        .map(([, , value]) => value),
    )
    expect(names.length).toBeGreaterThan(10)
    expect([...names, ...people].filter((name) => values.includes(name))).toEqual([])
  })
})
