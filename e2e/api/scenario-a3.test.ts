import { beforeAll, describe, expect, it } from 'vitest'
import type { FindingDto, ProblemDto } from '@/lib/contracts/common'
import type { ReleaseDto } from '@/lib/contracts/releases'
import type { GraphDto } from '@/lib/contracts/topology'
import { findingRules } from '@/lib/domain/findings/catalogue'
import { onRealControlPlane } from '../support/cluster'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { call, clusterName, until } from '../support/target'

type Severity = FindingDto['severity']

/** Services of the namespace `mistakes` but for the places that say their own, named after what is wrong with them. */
const mistakes: [string, string, Severity][] = [
  ['no-sidecar', 'pods-without-sidecar', 'warning'],
  ['missing-labels', 'missing-app-label', 'hint'],
  ['missing-labels', 'missing-version-label', 'warning'],
  ['nodeport-behind-gateway', 'exposed-behind-gateway', 'warning'],
  ['bad-port-name', 'port-not-named', 'warning'],
  ['only-at-the-gateway', 'split-only-at-the-gateway', 'hint'],
  ['sticky-canary', 'sticky-canary', 'hint'],
  ['subset-without-pods', 'subset-without-pods', 'blocking'],
  ['subset-missing', 'subset-missing-for-version', 'hint'],
  ['subset-missing', 'version-without-destination', 'hint'],
  ['subset-unknown', 'subset-unknown', 'blocking'],
  ['subset-without-labels', 'subset-without-labels', 'warning'],
  ['leaking', 'version-leaking', 'warning'],
  ['destination-without-pods', 'destination-without-pods', 'blocking'],
  ['all-weights-zero', 'weights-all-zero', 'blocking'],
  ['sum-not-100', 'weights-not-100', 'hint'],
  ['duplicate-destination', 'duplicate-destination', 'warning'],
  ['mirror-to-nowhere', 'mirror-to-nowhere', 'warning'],
  ['two-routes-one-host', 'two-routes-one-host', 'warning'],
  ['gateway-missing', 'gateway-missing', 'warning'],
  ['host-missing', 'destination-host-missing', 'blocking'],
  ['rule-conflict', 'destination-rule-conflict', 'warning'],
  ['rule-host-missing', 'destination-rule-host-missing', 'warning'],
  ['canary-too-small', 'canary-too-small', 'warning'],
  ['no-readiness-probe', 'no-readiness-probe', 'warning'],
  ['capacity-drops', 'rollout-lets-capacity-drop', 'warning'],
  ['hpa-fights-split', 'hpa-fights-split', 'warning'],
  ['hpa-at-maximum', 'canary-pending', 'warning'],
  ['replicas-reset-hpa', 'replicas-reset-autoscaler', 'hint'],
  ['without-parent', 'http-route-without-parent', 'warning'],
  ['mirror-unsupported', 'mirror-unsupported', 'blocking'],
  ['backend-without-grant', 'backend-without-grant', 'blocking'],
  ['traefik-bad-rule', 'traefik-bad-rule', 'blocking'],
  ['traefik-mirror-percent', 'traefik-mirror-percent', 'blocking'],
  ['traefik-empty-service', 'traefik-empty-service-takes-route-down', 'warning'],
  ['traefik-cross-namespace', 'traefik-cross-namespace', 'warning'],
  ['owner-drives-route', 'owner-drives-route', 'warning'],
  ['split-undone-by-sync', 'split-undone-by-sync', 'warning'],
]

/** Mistakes that need a namespace of their own. */
const elsewhere: [string, string, string, Severity][] = [
  ['no-injection', 'no-injection', 'namespace-without-injection', 'warning'],
  ['mistakes-egress', 'sidecar-hides-host', 'sidecar-hides-host', 'warning'],
]

/** Told by what only the sandbox's cluster does, and why the real control plane does not. */
const sandboxOnly: [string, string, Severity, string][] = [
  ['canary-pending', 'canary-pending', 'warning', 'without a scheduler every pod gets the one node'],
  ['cpu-near-limit', 'cpu-near-limit', 'hint', 'without a metrics API no HPA knows the CPU'],
  [
    'route-not-accepted',
    'route-not-accepted',
    'blocking',
    'nothing there answers for Gateways of the class istio',
  ],
]

const findings = async (query: string) =>
  (await call<{ items: FindingDto[] }>('viewer', 'GET', `/findings?${query}`)).body.items

describe('pitfalls before the first canary (A3)', () => {
  let cluster: string
  const of = async (namespace: string, name: string) => findings(`service=${cluster}/${namespace}/${name}`)
  const untilFound = (namespace: string, name: string, code: string) =>
    until(
      `${code} on ${name}`,
      () => of(namespace, name),
      (found) => found.some((each) => each.code === code),
    )

  beforeAll(async () => {
    cluster = await clusterName()
  })

  it.each(mistakes)('%s is found as %s', async (name, code, severity) => {
    const found = await untilFound('mistakes', name, code)
    const own = found.filter((each) => each.code === code)
    expect(own.map((each) => each.severity)).toContain(severity)
    for (const each of own) expectWhole(each)
  })

  it.each(elsewhere)('in the namespace %s, %s is found as %s', async (namespace, name, code, severity) => {
    const found = await untilFound(namespace, name, code)
    const own = found.filter((each) => each.code === code)
    expect(own.map((each) => each.severity)).toContain(severity)
    for (const each of own) expectWhole(each)
    expect((await findings(`namespace=${namespace}`)).map((each) => each.code)).toContain(code)
  })

  it('nothing that Aviary knows is without an example', () => {
    const shown = [...mistakes, ...sandboxOnly].map(([, code]) => code)
    const codes = new Set([...shown, ...elsewhere.map(([, , code]) => code)])
    expect(findingRules.map(({ code }) => code).filter((code) => !codes.has(code))).toEqual([])
  })

  it.each(sandboxOnly)('%s is found as %s where the cluster tells', async (name, code, severity, reason) => {
    if (onRealControlPlane()) {
      say(`${name} is not found on this control plane: ${reason}`)
      expect((await of('mistakes', name)).map((each) => each.code)).not.toContain(code)
      return
    }
    const own = (await untilFound('mistakes', name, code)).filter((each) => each.code === code)
    expect(own.map((each) => each.severity)).toContain(severity)
    for (const each of own) expectWhole(each)
  })

  it('one list has them all, the worst first, and can be asked by severity', async () => {
    const list = await findings('namespace=mistakes')
    const codes = new Set(list.map(({ code }) => code))
    for (const [, code] of mistakes) expect(codes).toContain(code)
    const order: Severity[] = ['blocking', 'warning', 'hint']
    const ranks = list.map(({ severity }) => order.indexOf(severity))
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
    const blocking = await findings('namespace=mistakes&severity=blocking')
    expect(blocking).toEqual(list.filter(({ severity }) => severity === 'blocking'))
    say(`namespace mistakes: ${list.length} findings of ${codes.size} kinds, ${blocking.length} blocking`)
  })

  it('they are on the service and on its node of the topology', async () => {
    const path = `/services/${cluster}/mistakes/all-weights-zero`
    const detail = await call<Awaited<ReturnType<Subject['detail']>>>('viewer', 'GET', path)
    expect(detail.body.findings.map(({ code }) => code)).toContain('weights-all-zero')
    const graph = await until(
      'the service in the topology',
      async () => (await call<GraphDto>('viewer', 'GET', '/topology?namespaces=mistakes')).body,
      ({ nodes }) => nodes.some(({ kind, name }) => kind === 'service' && name === 'two-routes-one-host'),
    )
    const node = graph.nodes.find(({ kind, name }) => kind === 'service' && name === 'two-routes-one-host')
    expect(node?.badges).toContain('finding-warning')
  })

  it.each([
    ['all-weights-zero', 'v1', 'v2'],
    ['subset-without-pods', 'v1', 'v2'],
    ['host-missing', 'v1', 'v2'],
  ])('a release of %s cannot be started', async (name, from, to) => {
    const created = await call<ReleaseDto>('release-manager', 'POST', '/releases', {
      service: { cluster, namespace: 'mistakes', name },
      from,
      to,
      plan: { preset: 'linear' },
    })
    expect([created.status, created.body.state], JSON.stringify(created.body)).toEqual([201, 'draft'])
    const at = `/releases/${created.body.id}`
    try {
      const refused = await call<ProblemDto>('release-manager', 'POST', `${at}/start`)
      expect([refused.status, refused.body.code], JSON.stringify(refused.body)).toEqual([422, 'blocked'])
    } finally {
      expect((await call('release-manager', 'DELETE', at)).status).toBe(204)
    }
  })
})

/** Plain words and a way out, and what it is about. */
function expectWhole({ code, title, detail, remedy, objects }: FindingDto): void {
  for (const words of [title, detail, remedy]) expect(words.length, `${code}: ${words}`).toBeGreaterThan(10)
  expect(objects.length, `objects of ${code}`).toBeGreaterThan(0)
  for (const { kind, name } of objects) expect([kind, name]).not.toContain('')
}
