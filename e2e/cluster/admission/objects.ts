import { backendRefs, httpRouteToService, weightedServices } from '../../support/data-planes'
import { deploymentManifest, serviceManifest, split } from '../../support/manifests'
import { ingressRouteManifest, weightedManifest } from '../traefik-manifests'

const port = 8080
const weights = { v1: 90, v2: 10 }

/** A route of each data plane that somebody else wrote, with something in the fields that Aviary must not change. */
export const objectsOf = (namespace: string): object[] => [
  serviceManifest(namespace, 'web', { app: 'web', version: 'v1' }),
  deploymentManifest(namespace, 'web', 'v1', { replicas: 1 }),
  virtualService(namespace),
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'web', namespace, annotations: { 'aviary.dev/subsets': 'v3' } },
    spec: {
      host: 'web',
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
      subsets: ['v1', 'v2', 'v3'].map((version) => ({ name: version, labels: { version } })),
    },
  },
  httpRouteToService(namespace, 'web', [
    {
      matches: [{ path: { type: 'PathPrefix', value: '/api' } }],
      filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x-internal'] } }],
      backendRefs: backendRefs(weights),
    },
    { backendRefs: backendRefs(weights) },
  ]),
  weightedManifest(namespace, 'web', weightedServices(weights)),
  ingressRouteManifest(namespace, 'web', [
    {
      match: 'Host(`web.example`) && PathPrefix(`/api`)',
      middlewares: [{ name: 'auth' }],
      services: [{ name: 'web-v1', port }],
    },
    { match: 'Host(`web.example`)', services: [{ kind: 'TraefikService', name: 'web' }] },
  ]),
]

function virtualService(namespace: string): object {
  const route = [{ destination: { host: 'web' } }]
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name: 'web',
      namespace,
      labels: { team: 'shop' },
      annotations: { 'shop.example/owner': 'team' },
    },
    spec: {
      hosts: ['web', 'web.example'],
      gateways: ['mesh'],
      exportTo: ['.'],
      http: [
        {
          name: 'api',
          match: [{ uri: { prefix: '/api' } }],
          timeout: '3s',
          route: [
            {
              destination: { host: 'web', subset: 'v1' },
              headers: { request: { remove: ['x-internal'] } },
            },
          ],
        },
        { name: 'main', route: split('web', weights) },
        { name: 'aviary-theirs', match: [{ uri: { prefix: '/x' } }], route },
      ],
      tls: [{ match: [{ sniHosts: ['web.example'] }], route }],
      tcp: [{ route }],
    },
  }
}
