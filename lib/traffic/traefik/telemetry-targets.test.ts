import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { service } from '../memory-cluster.fixture'
import {
  cluster,
  HOST,
  ingressRoute,
  leaf,
  nested,
  routesOf,
  splitCluster,
  traefikService,
  weighted,
} from './bazaar-cluster.fixture'
import { traefikRouter } from './router'
import { disabledRules } from './traefik-api'

const hash = (match: string) => createHash('sha256').update(match).digest('hex').slice(0, 20)
const targets = (on: ReturnType<typeof cluster>) => traefikRouter.telemetryTargets?.(on.view) ?? []

describe('names of Traefik’s telemetry', () => {
  it('are those of the Services of a split, with the port as written', () => {
    const on = splitCluster()
    const rule = { route: 'ingressroute~bazaar~main', rule: routesOf(on)[0]?.rules[0]?.id }
    const common = {
      source: 'traefik',
      service: { namespace: 'bazaar', name: 'web' },
      rules: [rule],
      mirrored: false,
    }
    expect(targets(on)).toEqual([
      {
        ...common,
        label: 'bazaar-web-v1-80@kubernetescrd',
        backend: { namespace: 'bazaar', name: 'web-v1' },
        version: 'v1',
      },
      {
        ...common,
        label: 'bazaar-web-v2-80@kubernetescrd',
        backend: { namespace: 'bazaar', name: 'web-v2' },
        version: 'v2',
      },
    ])
  })

  it('are the router’s for the only Service of a rule, of its namespace otherwise', () => {
    const on = cluster(
      ingressRoute([
        { match: HOST, services: [leaf('web-v1')] },
        {
          match: 'Host(`b`)',
          services: [leaf('web-v1', 1, { port: 'http' }), leaf('far', 1, { namespace: 'a.way' })],
        },
        { match: 'Host(`c`)', services: [{ name: 'web-v2' }] },
      ]),
    )
    expect(targets(on).map(({ label }) => label)).toEqual([
      `bazaar-main-${hash(HOST)}@kubernetescrd`,
      'bazaar-web-v1-http@kubernetescrd',
      'a-way-far-80@kubernetescrd',
    ])
  })

  it('are one for a Service that several rules and mirrors use', () => {
    const on = cluster(
      service('bazaar', 'web-admin', { app: 'admin' }),
      ingressRoute([
        { match: HOST, services: [nested('copied')] },
        { match: 'Host(`b`)', services: [leaf('web-v2', 1), leaf('web-admin', 1)] },
      ]),
      traefikService('copied', {
        mirroring: { ...nested('web'), mirrors: [leaf('web-v2', undefined, { percent: 5 })] },
      }),
      weighted('web', [leaf('web-v1', 1)]),
    )
    expect(
      targets(on).map(({ label, rules, mirrored, service: { name } }) => [
        label,
        rules.length,
        mirrored,
        name,
      ]),
    ).toEqual([
      ['bazaar-web-v1-80@kubernetescrd', 1, false, 'web'],
      ['bazaar-web-v2-80@kubernetescrd', 2, true, 'web'],
      ['bazaar-web-admin-80@kubernetescrd', 1, false, 'web-admin'],
    ])
  })
})

describe('the answer of Traefik’s API', () => {
  it('names the rules that Traefik cannot run, with its reasons', () => {
    const on = cluster(
      ingressRoute([
        { match: 'Nonsense((', services: [leaf('web-v1')] },
        { match: HOST, services: [leaf('web-v1')] },
      ]),
    )
    const answer = [
      { name: `bazaar-main-${hash('Nonsense((')}@kubernetescrd`, status: 'disabled', error: ['bad rule'] },
      { name: `bazaar-main-${hash(HOST)}@kubernetescrd`, status: 'enabled' },
      { name: 'web@file', status: 'disabled', error: ['x'] },
      null,
    ]
    expect(disabledRules(on.view, answer)).toEqual([
      {
        namespace: 'bazaar',
        ingressRoute: 'main',
        route: 'ingressroute~bazaar~main',
        rule: routesOf(on)[0]?.rules[0]?.id,
        match: 'Nonsense((',
        errors: ['bad rule'],
      },
    ])
    expect(disabledRules(on.view, { not: 'a list' })).toEqual([])
  })
})
