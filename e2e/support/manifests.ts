/** Manifests for own namespaces of the tests; the generator of traffic reads the sandbox's annotations. */

const prefix = 'sandbox.aviary.dev/'

export interface WorkloadOptions {
  replicas?: number
  /** Share of the requests that it fails, 0–1. */
  errorRate?: number
}

export function namespaceManifest(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'istio-injection': 'enabled' } },
  }
}

/** `rps` requests a second come from outside the mesh's call graph. */
export function serviceManifest(
  namespace: string,
  name: string,
  selector: Record<string, string>,
  rps?: number,
): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace,
      labels: { app: name },
      ...(rps === undefined ? {} : { annotations: { [`${prefix}rps`]: String(rps) } }),
    },
    spec: { selector, ports: [{ name: 'http-web', port: 8080, targetPort: 8080 }] },
  }
}

export function deploymentManifest(
  namespace: string,
  app: string,
  version: string,
  { replicas = 2, errorRate = 0 }: WorkloadOptions = {},
): object {
  const selector = { app, version }
  const labels = {
    ...selector,
    'service.istio.io/canonical-name': app,
    'service.istio.io/canonical-revision': version,
  }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: workloadName(app, version),
      namespace,
      labels: selector,
      annotations: { [`${prefix}latency-ms`]: '8', [`${prefix}error-rate`]: String(errorRate) },
    },
    spec: {
      replicas,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: app, image: `e2e/${app}:${version}`, ports: [{ name: 'http-web', containerPort: 8080 }] },
            { name: 'istio-proxy', image: 'istio/proxyv2:1.31.1' },
          ],
        },
      },
    },
  }
}

export const workloadName = (app: string, version: string): string => `${app}-${version.replaceAll('.', '-')}`

/** A subset for each version, by the label `version`. */
export function subsetsManifest(namespace: string, host: string, versions: readonly string[]): object {
  const subsets = versions.map((version) => ({ name: subsetName(version), labels: { version } }))
  return istio('networking.istio.io/v1', 'DestinationRule', namespace, host, { host, subsets })
}

export const subsetName = (version: string): string => version.replaceAll('.', '-')

export interface Rule {
  name?: string
  route?: { destination: { host: string; subset?: string }; weight?: number }[]
  [field: string]: unknown
}

/** A VirtualService of the mesh for one host, with anything besides in `spec` and `metadata`. */
export function routeManifest(
  namespace: string,
  name: string,
  http: readonly Rule[],
  extra: { apiVersion?: string; metadata?: object; spec?: object } = {},
): object {
  const { apiVersion = 'networking.istio.io/v1', metadata = {}, spec = {} } = extra
  return istio(apiVersion, 'VirtualService', namespace, name, { hosts: [name], http, ...spec }, metadata)
}

/** The entries of a rule's route: `{v1: 90, v2: 10}` as weighted subsets of one host. */
export function split(host: string, weights: Record<string, number>): NonNullable<Rule['route']> {
  return Object.entries(weights).map(([version, weight]) => ({
    destination: { host, subset: subsetName(version) },
    weight,
  }))
}

function istio(
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  spec: object,
  metadata: object = {},
): object {
  return { apiVersion, kind, metadata: { ...metadata, name, namespace }, spec }
}
