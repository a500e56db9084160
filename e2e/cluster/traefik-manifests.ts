/** Manifests for Traefik's namespaces of the tests: no mesh, a Service for each version. */

export const SERVICE_PORT = 80

export interface WeightedService {
  name: string
  weight: number
  [field: string]: unknown
}

export function plainNamespace(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

export function versionName(app: string, version: string): string {
  return `${app}-${version.replaceAll('.', '-')}`
}

export function versionDeployment(namespace: string, app: string, version: string, replicas: number): object {
  const labels = { app, version }
  const container = {
    name: app,
    image: `e2e/${app}:${version}`,
    ports: [{ name: 'http', containerPort: 8080 }],
  }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: versionName(app, version), namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  }
}

/** Without a selector: its EndpointSlice is made by hand (see kwok-endpoints.ts). */
export function versionService(namespace: string, app: string, version: string): object {
  return service(namespace, versionName(app, version), { app, version }, {})
}

/** A service outside the cluster, at a name or address that Traefik dials. */
export function externalService(namespace: string, name: string, externalName: string, port: number): object {
  return service(namespace, name, { app: name }, { type: 'ExternalName', externalName }, port)
}

function service(
  namespace: string,
  name: string,
  labels: Record<string, string>,
  spec: object,
  port = SERVICE_PORT,
): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { ...spec, ports: [{ name: 'http', port }] },
  }
}

/** A TraefikService of weights, with anything besides in `weighted`. */
export function weightedManifest(
  namespace: string,
  name: string,
  services: readonly WeightedService[],
  extra: object = {},
): object {
  const named = services.map((each) => ({ port: SERVICE_PORT, ...each }))
  return traefik('TraefikService', namespace, name, { weighted: { services: named, ...extra } })
}

/** A TraefikService that copies a percentage of the requests of one Service to another. */
export function mirroringManifest(
  namespace: string,
  name: string,
  of: string,
  mirror: { name: string; percent: number },
): object {
  const port = SERVICE_PORT
  return traefik('TraefikService', namespace, name, {
    mirroring: { name: of, port, mirrors: [{ port, ...mirror }] },
  })
}

export interface IngressRule {
  match: string
  services: readonly object[]
  [field: string]: unknown
}

/** An IngressRoute of the test's entry point. */
export function ingressRouteManifest(namespace: string, name: string, rules: readonly IngressRule[]): object {
  const routes = rules.map((rule) => ({ kind: 'Rule', ...rule }))
  return traefik('IngressRoute', namespace, name, { entryPoints: ['web'], routes })
}

function traefik(kind: string, namespace: string, name: string, spec: object): object {
  return { apiVersion: 'traefik.io/v1alpha1', kind, metadata: { name, namespace }, spec }
}

const gatewayApi = 'gateway.networking.k8s.io/v1'

/** The class that Traefik takes its Gateways by; one for the cluster. */
export function gatewayClassManifest(): object {
  return {
    apiVersion: gatewayApi,
    kind: 'GatewayClass',
    metadata: { name: 'traefik' },
    spec: { controllerName: 'traefik.io/gateway-controller' },
  }
}

/** `port` has to be that of Traefik's entry point, or the listener is refused. */
export function gatewayManifest(namespace: string, name: string, port: number): object {
  return {
    apiVersion: gatewayApi,
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: { gatewayClassName: 'traefik', listeners: [{ name: 'web', protocol: 'HTTP', port }] },
  }
}

export function httpRouteManifest(
  namespace: string,
  name: string,
  { gateway, host, backends }: { gateway: string; host: string; backends: readonly WeightedService[] },
): object {
  const backendRefs = backends.map((each) => ({ port: SERVICE_PORT, ...each }))
  return {
    apiVersion: gatewayApi,
    kind: 'HTTPRoute',
    metadata: { name, namespace },
    spec: { parentRefs: [{ name: gateway }], hostnames: [host], rules: [{ backendRefs }] },
  }
}
