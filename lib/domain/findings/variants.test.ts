import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findingRules } from './catalogue'
import { inputOfManifests } from './manifest-cluster.fixture'

/** What a rule finds, as `severity: title`, in one of its manifests with a text in it replaced. */
function found(code: string, which: 'triggers' | 'clean', from: string, to: string): string[] {
  const file = path.join(import.meta.dirname, 'manifests', `${code}.${which}.yaml`)
  const text = readFileSync(file, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
  const rule = findingRules.find((each) => each.code === code)
  const findings = rule?.check(inputOfManifests(text.replaceAll(from, to))) ?? []
  return findings.map(({ severity, title }) => `${severity}: ${title}`)
}

describe('namespace-without-injection', () => {
  const labelled = (labels: string) =>
    found('namespace-without-injection', 'clean', '{ istio-injection: enabled }', labels)

  it('knows revision labels and ambient', () => {
    expect(labelled('{ istio.io/rev: stable }')).toEqual([])
    expect(labelled('{ istio.io/dataplane-mode: ambient }')).toEqual([])
    expect(labelled('{ team: cart }')).toEqual(['warning: Namespace shop does not take part in the mesh'])
  })
})

describe('port-not-named', () => {
  const named = (port: string) => found('port-not-named', 'triggers', '{ name: web, port: 80 }', port)

  it.each(['grpc', 'tcp-db', 'HTTP-web', 'grpc-web', 'http2'])('takes %s for a protocol', (name) => {
    expect(named(`{ name: ${name}, port: 80 }`)).toEqual([])
  })

  it('passes ports over that are none of the mesh', () => {
    expect(named('{ name: dns, port: 53, protocol: UDP }')).toEqual([])
  })

  it('is not taken in by the beginning of a name', () => {
    expect(named('{ name: httpweb, port: 80 }')).toEqual(['warning: Port httpweb of cart names no protocol'])
    expect(named('{ port: 80 }')).toEqual(['warning: Port 80 of cart names no protocol'])
  })
})

describe('rollout-lets-capacity-drop', () => {
  const rolling = (unavailable: string, surge: string, replicas = 4) =>
    found(
      'rollout-lets-capacity-drop',
      'clean',
      '  replicas: 2\n  strategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }',
      `  replicas: ${replicas}\n  strategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: ${unavailable}, maxSurge: ${surge} } }`,
    )
  const drop = (severity: string, pods: number, of: number) => [
    `${severity}: A rollout of cart-v2 may take away ${pods} of ${of} pods`,
  ]

  it('rounds as Kubernetes does, and tolerates a quarter', () => {
    expect(rolling('25%', '25%')).toEqual([])
    expect(rolling('30%', '0')).toEqual([])
    expect(rolling('49%', '1', 5)).toEqual(drop('hint', 2, 5))
    expect(rolling('3', '1')).toEqual(drop('warning', 3, 4))
    // Both at zero would stand still: the controller takes one away.
    expect(rolling('0', '0', 1)).toEqual(drop('warning', 1, 1))
  })

  it('knows that Recreate takes all', () => {
    const from = 'type: RollingUpdate, rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }'
    expect(found('rollout-lets-capacity-drop', 'clean', from, 'type: Recreate')).toEqual(
      drop('warning', 2, 2),
    )
  })
})

describe('sidecar-hides-host', () => {
  const showing = (host: string) => found('sidecar-hides-host', 'clean', "'./*'", `'${host}'`)

  it.each(['*/*', 'shop/*', './cart.shop.svc.cluster.local', '*/*.shop.svc.cluster.local'])(
    'takes %s as shown',
    (host) => {
      expect(showing(host)).toEqual([])
    },
  )

  it.each(['~/*', 'stock/*', './*.stock.svc.cluster.local'])('takes %s as hidden', (host) => {
    expect(showing(host)).toHaveLength(1)
  })

  it('asks the Sidecar of the whole mesh where the namespace has none', () => {
    const home = 'name: default, namespace: shop'
    expect(
      found('sidecar-hides-host', 'triggers', home, 'name: default, namespace: istio-system'),
    ).toHaveLength(1)
    expect(found('sidecar-hides-host', 'triggers', home, 'name: default, namespace: stock')).toEqual([])
  })
})

describe('subset-without-pods', () => {
  it('warns where the subset gets nothing yet', () => {
    const weight = 'destination: { host: cart, subset: v2 }, weight: 10'
    expect(found('subset-without-pods', 'triggers', weight, weight.replace('10', '0'))).toEqual([
      'warning: No pod of cart is in subset v2 (version=v2.0.0)',
    ])
  })
})

describe('two-routes-one-host', () => {
  const both = 'spec:\n  hosts: [cart]'
  const exported = (namespaces: string) =>
    found('two-routes-one-host', 'triggers', both, `spec:\n  exportTo: ${namespaces}\n  hosts: [cart]`)

  it('asks whether any caller sees both', () => {
    expect(exported('[stock]')).toHaveLength(1)
    expect(exported("['*']")).toHaveLength(1)
    expect(exported("['~']")).toEqual([])
  })

  it('reads short hosts by the namespace of their route', () => {
    const again = 'metadata: { name: cart-again, namespace: shop }'
    expect(found('two-routes-one-host', 'triggers', again, again.replace('shop', 'stock'))).toEqual([])
  })
})

describe('traefik-bad-rule', () => {
  const read = (rule: string) =>
    found('traefik-bad-rule', 'triggers', 'Host(`shop.example.com`) && Nonsense((', rule)

  it.each([
    'Host(`a`) || !(Path(`/x`) && Method(`GET`))',
    'HOST(`a`)',
    'Query(`q`)',
    'HeaderRegexp(`Cookie`, `(^|;\\s*)canary=always(;|$)`)',
    '"Host(\\"a\\")"',
  ])('reads %s', (rule) => {
    expect(read(rule)).toEqual([])
  })

  it.each([
    'Host()',
    'Hots(`a`)',
    'Host(`a`',
    'Host(`a`) &&',
    'Host(`a`) Path(`/b`)',
    'Header(`a`)',
    'Host(a)',
  ])('does not read %s', (rule) => {
    expect(read(rule)).toEqual([`blocking: Traefik cannot read the rule ${rule} of cart`])
  })
})

describe('version-leaking', () => {
  const sending = (destination: string) =>
    found('version-leaking', 'triggers', '{ destination: { host: cart } }', destination)
  const shared = ['warning: v1 and v2 of cart share traffic by the number of their pods']

  it('counts only what is sent to the Service as a whole', () => {
    expect(sending('{ destination: { host: cart.shop.svc.cluster.local, port: { number: 80 } } }')).toEqual(
      shared,
    )
    expect(sending('{ destination: { host: elsewhere } }')).toEqual([])
  })

  it('leaves a subset that nobody knows to the finding about that', () => {
    expect(sending('{ destination: { host: cart, subset: gone } }')).toEqual([])
  })
})
