import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { settingsFile } from '@/lib/settings-file'
import { parseMetricsFile } from './settings'

const linkerd = `
sources:
  - name: linkerd
    namespaces: [shop]
    services: [market/cart]
    requests: response_total{direction="outbound",dst_namespace=~$namespace,dst_service=~$service}
    buckets:
      query: response_latency_ms_bucket{direction="outbound",dst_namespace=~$namespace,dst_service=~$service}
      unit: milliseconds
    labels:
      namespace: dst_namespace
      service: dst_service
      version: { label: dst_deployment, pattern: '.*-(v[0-9]+)' }
      code: classification
      source: deployment
      sourceNamespace: namespace
    failures: failure
`

test('a source is read with its templates, labels and patterns', () => {
  expect(parseMetricsFile(linkerd)).toEqual([
    {
      name: 'linkerd',
      namespaces: ['shop'],
      services: [{ namespace: 'market', name: 'cart' }],
      requests: expect.objectContaining({ kind: 'counters' }) as unknown,
      buckets: expect.objectContaining({ kind: 'counters', unitMs: 1 }) as unknown,
      labels: {
        namespace: 'dst_namespace',
        service: 'dst_service',
        version: { label: 'dst_deployment', pattern: /^(?:.*-(v[0-9]+))$/ },
        code: 'classification',
        source: 'deployment',
        sourceNamespace: 'namespace',
      },
      failures: /^(?:failure)$/,
    },
  ])
})

const source = (more: string, base = 'requests: a_total{ns=~$namespace}') =>
  `sources: [{ name: x, ${base}, ${more} }]`.replaceAll(/(requests: )([^,]*\})/g, "$1'$2'")

test.each([
  ['{}', 'sources: '],
  ['sources: [', 'The metrics file (AVIARY_METRICS) is not acceptable: '],
  ['sources: 3', 'sources: '],
  [source('labels: { service: svc }'), 'sources.0.namespaces: name namespaces, or services'],
  [source('namespaces: [shop], labels: {}'), 'sources.0.labels.service: is needed'],
  [source('services: [a/b, c/b], labels: {service: s}'), 'sources.0.labels.namespace: is needed'],
  [source('services: [b], labels: {}'), 'sources.0.services.0: write namespace/name'],
  [source('namespaces: [Shop], labels: {service: s}'), 'sources.0.namespaces.0: is no name of Kubernetes'],
  [source('services: [a/b], labels: {}, failures: "5.."'), 'sources.0.labels.code: is needed for failures'],
  [
    source('services: [a/b], labels: {code: c}, failures: "("'),
    'sources.0.failures: is no regular expression',
  ],
  [source('services: [a/b], labels: {"a-b": c}'), 'sources.0.labels'],
  [source('services: [a/b], labels: {code: "a-b"}'), 'sources.0.labels.code: is no name of a label'],
  [source('services: [a/b], labels: {}, every: 5'), 'sources.0'],
  [source('services: [a/b], labels: {}', 'requests: sum(a)'), 'sources.0.requests: name counters'],
  [source('services: [a/b], labels: {}', 'requests: a{b=$namespace}'), 'sources.0.requests: $namespace and'],
  [
    `sources: [{name: x, services: [a/b], requests: a, labels: {}}, {name: x, services: [c/d], requests: a, labels: {}}]`,
    'sources.1: the name x is in x too',
  ],
  [
    `sources: [{name: x, namespaces: [a], requests: a, labels: {service: s}}, {name: y, services: [a/b], requests: a, labels: {}}]`,
    'sources.1: a/b is in x too',
  ],
])('names the field: %s', (text, words) => {
  expect(() => parseMetricsFile(text)).toThrow(words)
})

test('a bad file is refused at the start; one that turns bad later leaves the last good one, and is reported', () => {
  const dir = mkdtempSync(join(tmpdir(), 'aviary-metrics-'))
  onTestFinished(() => {
    vi.useRealTimers()
    rmSync(dir, { recursive: true })
  })
  const path = join(dir, 'metrics.yaml')
  const errors: unknown[] = []
  const open = () => settingsFile(path, parseMetricsFile, (error) => errors.push(error))
  writeFileSync(path, 'sources: [{}]')
  expect(open).toThrow('AVIARY_METRICS')
  writeFileSync(path, linkerd)
  vi.useFakeTimers({ toFake: ['Date'] })
  const sources = open()
  for (const [minute, text] of ['sources: 3', linkerd.replace('linkerd', 'other')].entries()) {
    writeFileSync(path, text)
    const later = new Date(Date.now() + (minute + 1) * 60_000)
    utimesSync(path, later, later)
    vi.advanceTimersByTime(5000)
    expect(sources()[0]?.name).toBe(minute === 0 ? 'linkerd' : 'other')
  }
  expect(errors).toHaveLength(1)
})
