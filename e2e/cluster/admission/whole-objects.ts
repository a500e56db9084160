import { serviceManifest } from '../../support/manifests'

const labels = { 'app.kubernetes.io/managed-by': 'aviary' }
const annotations = { 'aviary.dev/created-for': 'web' }
const port = 8080

interface Made {
  apiVersion: string
  kind: string
  metadata?: object
  spec?: object
  [field: string]: unknown
}

const named = (made: Made, name: string): object => ({
  ...made,
  metadata: { name, labels, annotations, ...made.metadata },
})
const service = (spec: object): Made => ({
  apiVersion: 'v1',
  kind: 'Service',
  spec: { selector: { app: 'web', version: 'v9' }, ports: [{ port }], ...spec },
})
const virtualService = (spec: object, host = 'web'): Made => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  spec: { hosts: ['web'], http: [{ name: 'main', route: [{ destination: { host } }] }], ...spec },
})
const destinationRule = (host: string, more: object = {}): Made => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { annotations: { ...annotations, 'aviary.dev/subsets': 'v9' } },
  spec: { host, subsets: [{ name: 'v9', labels: { version: 'v9' } }], ...more },
})
const httpRoute = (parent: string, backend: string): Made => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  spec: {
    parentRefs: [{ group: '', kind: 'Service', name: parent, port }],
    rules: [{ backendRefs: [{ name: backend, port }] }],
  },
})
const traefik = (kind: string, spec: object): Made => ({ apiVersion: 'traefik.io/v1alpha1', kind, spec })
const weighted = (name: string, extra: object = {}) =>
  traefik('TraefikService', { weighted: { services: [{ name, port, weight: 1 }], ...extra } })

const fullHost = (namespace: string) => `web.${namespace}.svc.cluster.local`

/** Objects that Aviary makes, by what they are. None of these names stands in the namespace. */
export const makes = (namespace: string): readonly (readonly [string, object])[] => [
  ['the Service of a version', named(service({}), 'web-v9')],
  ['a DestinationRule of subsets', named(destinationRule(fullHost(namespace)), 'web-aviary')],
  ['a TraefikService before a Service', named(weighted('web-v2'), 'web-aviary')],
]

const own = /labelled as its own/
const plain = /only plain Services of versions/
const under = /only under its service's name/

/** Objects that it may not make, and what is said to it. */
export const makesNot = (namespace: string): readonly (readonly [string, object, RegExp])[] => [
  ['a Service without its label', serviceManifest(namespace, 'web-v9', { app: 'web' }), own],
  [
    'a Service with an owner',
    named({ ...service({}), metadata: { finalizers: ['x.example/f'] } }, 'web-v9'),
    own,
  ],
  ['a Service of another name', named(service({}), 'other'), plain],
  ['a Service for the world', named(service({ type: 'LoadBalancer' }), 'web-v9'), plain],
  [
    'a Service outside',
    named(service({ type: 'ExternalName', externalName: 'evil.example', selector: {} }), 'web-v9'),
    plain,
  ],
  ['a Service with an address', named(service({ externalIPs: ['192.0.2.1'] }), 'web-v9'), plain],
  ['a Service for any pod', named(service({ selector: undefined }), 'web-v9'), plain],
  ['a route of another name', named(virtualService({}), 'other'), under],
  [
    'a route to another service',
    named({ ...virtualService({}, 'pay'), metadata: { name: 'web-2' } }, 'x'),
    under,
  ],
  ['a DestinationRule of another host', named(destinationRule('pay'), 'web-aviary'), /only for its service/],
  [
    'a DestinationRule with a policy',
    named(
      destinationRule(fullHost(namespace), { trafficPolicy: { tls: { mode: 'DISABLE' } } }),
      'web-aviary',
    ),
    /only for its service/,
  ],
  ['an HTTPRoute of another name', named(httpRoute('web', 'web'), 'other'), under],
  ['a TraefikService to another', named(weighted('pay'), 'web-aviary'), /only to Services that the/],
  [
    'a TraefikService with more',
    named(weighted('web', { sticky: { cookie: {} } }), 'web-aviary'),
    /only of weighted/,
  ],
  [
    'an IngressRoute of another name',
    named(
      traefik('IngressRoute', {
        routes: [{ kind: 'Rule', match: 'Host(`a`)', services: [{ name: 'web' }] }],
      }),
      'other',
    ),
    under,
  ],
  ...others.map((made): readonly [string, object, RegExp] => [
    `a ${made.kind}`,
    named(made, 'aviary-tries'),
    /may write no objects of this kind/,
  ]),
]

const others: readonly Made[] = [
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image: 'a' }] } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'a', image: 'a' }] } },
    },
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'User', name: 'aviary:operator', apiGroup: 'rbac.authorization.k8s.io' }],
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web-v1' } },
  },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4', endpoints: [] },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    spec: { servers: [{ hosts: ['*'], port: { number: 80, name: 'http', protocol: 'HTTP' } }] },
  },
]
