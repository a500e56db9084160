import { describe, expect, it } from 'vitest'
import { deployment, MemoryCluster, service, virtualService } from './memory-cluster.fixture'
import { clusterWith, rulesOf, search, v1 } from './istio/search-cluster.fixture'
import { versionsOfService } from './versions-of-service'

describe('versionsOfService', () => {
  it('lists versions with their workloads, also those without pods', () => {
    const cluster = clusterWith(
      { route: [{ destination: v1 }] },
      ['v1'],
      [
        ...deployment('shop', 'search-v10', { app: 'search', version: 'v10' }, 0),
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
        },
      ],
    )
    const workload = (version: string, pods: number) => ({
      version,
      readyPods: pods,
      injected: true,
      workloads: [
        {
          kind: 'Deployment',
          name: `search-${version}`,
          ready: pods,
          desired: pods,
          images: [`shop/search-${version}:1`],
          createdAt: '2026-01-01T00:00:00Z',
        },
      ],
    })
    const expected = [workload('v1', 2), workload('v2', 1)]
    expect(versionsOfService(cluster.view, search)).toMatchObject([
      ...expected,
      { version: 'v10', readyPods: 0, injected: true },
    ])
    expect(versionsOfService(cluster.view, search).slice(0, 2)).toEqual(expected)
  })

  it('counts neither pods that go nor pods that are not ready, and sees a missing sidecar', () => {
    const [head, set, first, second] = deployment('shop', 'search-v3', { app: 'search', version: 'v3' }, 2, {
      sidecar: false,
    })
    if (head === undefined || set === undefined || first === undefined || second === undefined)
      throw new Error('four objects')
    const cluster = clusterWith(
      { route: [{ destination: v1 }] },
      ['v1'],
      [
        head,
        set,
        { ...first, metadata: { ...first.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } },
        { ...second, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] } },
      ],
    )
    expect(versionsOfService(cluster.view, search).find(({ version }) => version === 'v3')).toMatchObject({
      readyPods: 0,
      injected: false,
      workloads: [{ name: 'search-v3', ready: 0, desired: 2 }],
    })
  })

  it('finds the versions behind per-version Services when the service itself selects nothing', () => {
    const cluster = new MemoryCluster([
      service('shop', 'search'),
      ...['v1', 'v2'].flatMap((version) => [
        service('shop', `search-${version}`, { app: `search-${version}` }),
        ...deployment('shop', `search-${version}`, { app: `search-${version}`, version }, 1),
      ]),
      virtualService('shop', 'search', {
        hosts: ['search'],
        http: [
          {
            route: [
              { destination: { host: 'search-v1' }, weight: 50 },
              { destination: { host: 'search-v2' }, weight: 50 },
            ],
          },
        ],
      }),
    ])
    expect(versionsOfService(cluster.view, search).map(({ version }) => version)).toEqual(['v1', 'v2'])
    expect(rulesOf(cluster)[0]?.destinations.map(({ key }) => key)).toEqual(['v1', 'v2'])
  })
})
