import type { Capabilities } from '@/lib/domain/traffic/model'

/** What Aviary does to IngressRoutes and TraefikServices; Traefik mirrors by whole percents. */
export const TRAEFIK_CAPABILITIES: Capabilities = {
  weights: true,
  mirror: { percentStep: 1 },
  match: ['header', 'cookie', 'query', 'method', 'source', 'host', 'path'],
  fault: false,
  cutOver: true,
  addVersion: true,
  notes: {
    addVersion:
      'Traefik drops a whole route when one of its Services has no ready endpoints, even at weight 0, unless allowEmptyServices is set: only versions with ready pods are added.',
    fault: 'Traefik can neither delay nor abort requests by itself.',
  },
}
