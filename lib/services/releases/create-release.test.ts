import { describe, expect, it } from 'vitest'
import { CreateReleaseBody } from '@/lib/contracts/releases'
import { isDomainError } from '@/lib/domain/errors'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { cart as market, clusterWith, ref } from '@/lib/traffic/gateway-api/market-cluster.fixture'
import { cart as plain, plainCluster } from '@/lib/traffic/kubernetes/plain-cluster.fixture'
import type { MemoryCluster } from '@/lib/traffic/memory-cluster.fixture'
import { routers } from '@/lib/traffic/routers'
import { splitCluster, web } from '@/lib/traffic/traefik/bazaar-cluster.fixture'
import { versionsOfService } from '@/lib/traffic/versions-of-service'
import type { ServiceContext } from '../context'
import { draftRelease } from './create-release'

const everywhere = { cluster: '*', namespace: '*', service: '*' }
const binding = { group: 'all', role: 'admin', effect: 'allow', scope: everywhere }
const when = [{ header: 'x-user', exact: 'developer' }]
const presets = {
  linear: { preset: 'linear', step: 50 },
  'blue-green': { preset: 'blue-green' },
  preview: { preset: 'blue-green', preview: when },
  'dark-launch': { preset: 'dark-launch', when, step: 50 },
  'mirror-first': { preset: 'mirror-first', step: 50 },
  ab: { preset: 'ab', when },
  'replica-canary': { preset: 'replica-canary', step: 50 },
}

/** `ok`, or the code with which a draft of the preset is refused. */
async function drafted({ view }: MemoryCluster, service: ServiceRef, plan: object): Promise<string> {
  const ctx = {
    viewer: { issuer: 'i', subject: 's', name: 'n', groups: ['all'] },
    ports: {
      policy: () => ({ bindings: [binding] }),
      clusters: { view: () => view, health: () => ({ synced: true, unread: [] }) },
      routers,
      routeReports: [],
      versionsOf: versionsOfService,
      store: { now: () => Promise.resolve(new Date(0)) },
      newId: () => 'r',
      sha256: () => new Uint8Array(),
    },
  } as unknown as ServiceContext
  try {
    const { steps, release } = await draftRelease(
      ctx,
      CreateReleaseBody.parse({ service, from: 'v1', to: 'v2', plan }),
    )
    expect(steps).toHaveLength(release.plan.steps.length)
    return 'ok'
  } catch (error) {
    if (!isDomainError(error)) throw error
    return error.code
  }
}

async function all(cluster: () => MemoryCluster, service: ServiceRef): Promise<Record<string, string>> {
  const answers: Record<string, string> = {}
  for (const [name, plan] of Object.entries(presets)) answers[name] = await drafted(cluster(), service, plan)
  return answers
}

const free = { linear: 'ok', 'blue-green': 'ok', preview: 'ok', 'dark-launch': 'ok', ab: 'ok' }

describe('drafts of every preset', () => {
  it('on Traefik', async () => {
    expect(await all(() => splitCluster(100, 0), web)).toEqual({
      ...free,
      'mirror-first': 'ok',
      'replica-canary': 'invalid',
    })
  })

  it('on the Gateway API', async () => {
    const rules = [{ backendRefs: [ref('cart-v1', 100), ref('cart-v2', 0)] }]
    expect(await all(() => clusterWith(rules), market)).toEqual({
      ...free,
      'mirror-first': 'ok',
      'replica-canary': 'invalid',
    })
  })

  it('on plain pods, which have neither matches nor mirrors', async () => {
    expect(await all(() => plainCluster(10, 0), plain)).toEqual({
      linear: 'ok',
      'blue-green': 'ok',
      preview: 'unsupported',
      'dark-launch': 'unsupported',
      'mirror-first': 'unsupported',
      ab: 'unsupported',
      'replica-canary': 'ok',
    })
  })
})
