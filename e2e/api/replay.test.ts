import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TokenDto } from '@/lib/contracts/access'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import type { GraphDto, MarkDto, MarksDto } from '@/lib/contracts/topology'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { callAs, signIn, signOut } from '../support/session'
import { call, until } from '../support/target'

describe('the past of a service', () => {
  let place: Playground
  let web: Subject
  const begin = new Date(Date.now() - 60_000).toISOString()

  const marks = async (more: Record<string, string> = {}, headers?: Record<string, string>) => {
    const to = new Date(Date.now() + 60_000).toISOString()
    const query = new URLSearchParams({ from: begin, to, namespaces: place.namespace, ...more })
    const role = headers === undefined ? 'viewer' : null
    return await call<MarksDto>(role, 'GET', `/topology/marks?${query.toString()}`, undefined, headers)
  }
  const externals = async (): Promise<MarkDto[]> =>
    (await marks()).body.items.filter(({ kind, service }) => kind === 'external' && service.name === 'web')
  const graphAt = async (at: string, headers?: Record<string, string>) => {
    const query = new URLSearchParams({ at, namespaces: place.namespace })
    const role = headers === undefined ? 'viewer' : null
    return (await call<GraphDto>(role, 'GET', `/topology?${query.toString()}`, undefined, headers)).body
  }
  const desired = (graph: GraphDto) =>
    Object.fromEntries(
      graph.edges.flatMap(({ to, desiredShare }) => {
        const node = graph.nodes.find(({ id }) => id === to)
        return node?.version === undefined || desiredShare === undefined ? [] : [[node.version, desiredShare]]
      }),
    ) as Record<string, number>

  let added: MarkDto
  let operation: OperationDto
  let patched: MarkDto

  beforeAll(async () => {
    place = await playground('replay')
    await place.runs('web', { v1: { replicas: 1 }, v2: { replicas: 1 } })
    const rule = { name: 'main', route: split('web', { v1: 100, v2: 0 }) }
    await place.apply(routeManifest(place.namespace, 'web', [rule]))
    web = await place.sees('web')
    const seen = await until('the new route in the record', externals, (found) =>
      found.some(({ words }) => words.startsWith('VirtualService web added')),
    )
    added = seen.find(({ words }) => words.startsWith('VirtualService web added')) as MarkDto

    operation = (await web.setWeights('release-manager', { v1: 80, v2: 20 }, { reason: 'replay' })).body
    expect(operation.outcome).toBe('applied')
    await place.patchRoute('web', [
      { op: 'replace', path: '/spec/http/0/route/0/weight', value: 60 },
      { op: 'replace', path: '/spec/http/0/route/1/weight', value: 40 },
    ])
    const after = await until('the patch in the record', externals, (found) => found.some(isPatch))
    patched = after.find(isPatch) as MarkDto
  })
  const isPatch = ({ words }: MarkDto) => words.includes('v2 20 % → 40 %')

  afterAll(async () => {
    await place.remove()
  })

  it('has the desired shares as they were: before, between and after two changes', async () => {
    const graphs = await Promise.all([
      graphAt(added.at),
      graphAt(operation.finishedAt ?? ''),
      graphAt(patched.at),
    ])
    expect(graphs.map(desired)).toEqual([
      { v1: 100, v2: 0 },
      { v1: 80, v2: 20 },
      { v1: 60, v2: 40 },
    ])
    expect(graphs.map(({ routes }) => routes)).toEqual(['recorded', 'recorded', 'recorded'])
    expect(graphs.flatMap(({ nodes }) => nodes).some((node) => 'replicas' in node)).toBe(false)
    expect(graphs.flatMap(({ nodes }) => nodes).flatMap(({ badges }) => badges)).not.toContain(
      'routes-unknown',
    )
  })

  it('does not assume routes from before they were recorded', async () => {
    const graph = await graphAt(new Date(Date.parse(added.at) - 3_600_000).toISOString())
    expect(graph.edges.some(({ desiredShare }) => desiredShare !== undefined)).toBe(false)
    for (const { kind, badges } of graph.nodes)
      if (kind === 'service') expect(badges).toContain('routes-unknown')
  })

  it('tells both changes with who made them, newest first', async () => {
    const { items, cut, recordedSince } = (await marks()).body
    const own = items.filter(({ service }) => service.name === 'web')
    expect(own.slice(0, 2)).toEqual([
      { ...patched, actor: expect.stringContaining('kubectl') as string },
      expect.objectContaining({
        kind: 'operation',
        operation: operation.id,
        result: 'applied',
        actor: operation.actor.name,
        words: 'v1 100 % → 80 %, v2 0 % → 20 %',
      }),
    ])
    expect(cut).toBe(false)
    expect(Date.parse(recordedSince ?? '')).toBeLessThanOrEqual(Date.parse(added.at))
  })

  it('shows neither to somebody who may see another namespace alone', async () => {
    const agent = await signIn('admin')
    const made = await callAs<TokenDto & { secret: string }>(agent, 'POST', '/tokens', {
      name: 'e2e replay',
      role: 'viewer',
      expires: new Date(Date.now() + 3_600_000).toISOString(),
      scope: { cluster: web.ref.cluster, namespace: 'kube-system' },
    })
    const headers = { authorization: `Bearer ${made.body.secret}` }
    expect((await marks({}, headers)).body).toEqual({ items: [], cut: false, recordedSince: null })
    const graph = await graphAt(patched.at, headers)
    expect(graph.nodes.filter(({ namespace }) => namespace === place.namespace)).toEqual([])
    expect(JSON.stringify(graph)).not.toContain(place.namespace)
    await callAs(agent, 'DELETE', `/tokens/${made.body.id}`)
    await signOut(agent)
  })

  it('refuses what has not been yet, and a span that ends before it begins', async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString()
    const future = await call<ProblemDto>('viewer', 'GET', `/topology?at=${later}`)
    expect([future.status, future.body.code]).toEqual([400, 'malformed'])
    const turned = await call<ProblemDto>('viewer', 'GET', `/topology/marks?from=${later}&to=${begin}`)
    expect([turned.status, turned.body.code]).toEqual([400, 'malformed'])
  })

  it('says that nothing is known of a time that Prometheus does not keep', async () => {
    const graph = await graphAt('2020-01-01T00:00:00Z')
    expect(graph.statement).toContain('Nothing is known of the traffic at 2020-01-01')
    expect(graph.edges).toEqual([])
  })
})
