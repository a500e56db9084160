import type { Applied } from '../traffic/apply-objects'

const namespaces = 20

/**
 * `n` synthetic services, svc-0001 and so on, spread over 20 namespaces (scale-01 …): each with two versions and a
 * 90/10 route. In every namespace the first one takes requests from a load generator and each calls up to two more,
 * so that every service gets some.
 */
export function scaleManifests(n: number): Applied[] {
  const used = Math.min(n, namespaces)
  const spaces = Array.from({ length: used }, (_none, index) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespaceName(index), labels: { 'istio-injection': 'enabled' } },
  }))
  return [...spaces, ...Array.from({ length: n }, (_none, index) => serviceManifests(index, n)).flat()]
}

function serviceManifests(index: number, total: number): Applied[] {
  const name = serviceName(index)
  const namespace = namespaceName(index % namespaces)
  const place = Math.floor(index / namespaces)
  // A binary tree in each namespace: place p calls places 2p+1 and 2p+2.
  const children = [2 * place + 1, 2 * place + 2].map((child) => child * namespaces + (index % namespaces))
  const calls = children.filter((child) => child < total).map((child) => `${serviceName(child)}?:1`)
  const root = place === 0 ? { annotations: { 'sandbox.aviary.dev/rps': '5' } } : {}
  const destination = (subset: string, weight: number): object => ({
    destination: { host: name, subset },
    weight,
  })
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, ...root },
      spec: { selector: { app: name }, ports: [{ name: 'http-web', port: 8080 }] },
    },
    ...['v1', 'v2'].map((version) => deployment(name, namespace, version, calls.join(','))),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name, namespace },
      spec: { host: name, subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })) },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name, namespace },
      spec: {
        hosts: [name],
        http: [{ name: 'main', route: [destination('v1', 90), destination('v2', 10)] }],
      },
    },
  ]
}

function deployment(app: string, namespace: string, version: string, calls: string): Applied {
  const labels = { app, version }
  const annotations = { 'sandbox.aviary.dev/calls': calls, 'sandbox.aviary.dev/latency-ms': '10' }
  const containers = [
    { name: 'app', image: 'scale/app:1.0.0', ports: [{ name: 'http-web', containerPort: 8080 }] },
    { name: 'istio-proxy', image: 'istio/proxyv2:1.31.1' },
  ]
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${app}-${version}`, namespace, labels, annotations },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  }
}

function namespaceName(index: number): string {
  return `scale-${String(index + 1).padStart(2, '0')}`
}

function serviceName(index: number): string {
  return `svc-${String(index + 1).padStart(4, '0')}`
}
