import type { Allowed, Refused } from './patches'
import { add, metadata, move, noted, remove, replace } from './patches'

const port = 8080
const knownService = /may send only to Services that the (route|TraefikService) knows/
const traefikRule = {
  kind: 'Rule',
  match: '(Host(`web.example`)) && Header(`x-user`, `beta`)',
  priority: 100,
  services: [{ name: 'web-v2', port }],
}
const newTraefik = (
  change: Partial<typeof traefikRule> & { middlewares?: object[] },
): ReturnType<typeof add> => {
  const made = { ...traefikRule, ...change }
  return [...add('/spec/routes/-', made), ...noted(JSON.stringify({ beta: [made.match] }))]
}
const traefikRewritten = /may not remove, reorder or rewrite rules/
export const ingressRoute: readonly Refused[] = [
  ...metadata,
  ['entry points', replace('/spec/entryPoints', ['websecure']), /may not change entry points/],
  ['TLS', add('/spec/tls', { secretName: 'web' }), /may not change entry points/],
  ['a rule removed', remove('/spec/routes/0'), traefikRewritten],
  ['rules in another order', move('/spec/routes/1', '/spec/routes/0'), traefikRewritten],
  ['a match', replace('/spec/routes/1/match', 'Host(`pay.example`)'), traefikRewritten],
  ['a priority', add('/spec/routes/1/priority', 9), traefikRewritten],
  ['middlewares', remove('/spec/routes/0/middlewares'), traefikRewritten],
  ['a rule of others noted', noted(JSON.stringify({ beta: ['Host(`web.example`)'] })), traefikRewritten],
  ['a rule that is not noted', add('/spec/routes/-', traefikRule), traefikRewritten],
  ['another service', replace('/spec/routes/0/services/0/name', 'pay'), knownService],
  ['another namespace', add('/spec/routes/0/services/0/namespace', 'bank'), knownService],
  ['a service of another provider', replace('/spec/routes/0/services/0/name', 'web-v1@file'), knownService],
  ['a new rule elsewhere', newTraefik({ services: [{ name: 'pay', port }] }), knownService],
  [
    'a new rule for other requests',
    newTraefik({ match: 'Host(`pay.example`) && Header(`a`, `b`)' }),
    /for a part of/,
  ],
  [
    'a new rule with an alternative',
    newTraefik({ match: '(Host(`web.example`)) && Header(`a`, `b`) || PathPrefix(`/`)' }),
    /for a part of/,
  ],
  ['a new rule with middlewares', newTraefik({ middlewares: [{ name: 'open' }] }), /for a part of/],
]

export const traefikService: readonly Refused[] = [
  ...metadata,
  [
    'another kind of it',
    [...remove('/spec/weighted'), ...add('/spec/mirroring', { name: 'web-v1', port })],
    /only entries/,
  ],
  ['stickiness', add('/spec/weighted/sticky', { cookie: { name: 'a' } }), /only entries/],
  ['another service', replace('/spec/weighted/services/0/name', 'pay'), knownService],
  ['another namespace', add('/spec/weighted/services/0/namespace', 'bank'), knownService],
  ['options of an entry', add('/spec/weighted/services/0/serversTransport', 'lax'), /may not change options/],
]

export const ingressRouteAllowed: readonly Allowed[] = [
  [
    'a TraefikService before the Service',
    replace('/spec/routes/0/services/0', { kind: 'TraefikService', name: 'web-mirror' }),
  ],
  ['a rule for chosen requests', newTraefik({})],
  [
    'a rule with an alternative inside of quotes',
    newTraefik({ match: '(Host(`web.example`)) && HeaderRegexp(`a`, `b||c`)' }),
  ],
]

export const traefikServiceAllowed: readonly Allowed[] = [
  ['weights', replace('/spec/weighted/services/0/weight', 50)],
  ['a version', add('/spec/weighted/services/-', { name: 'web-v3', port, weight: 0 })],
]
