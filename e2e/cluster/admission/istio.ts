import type { Allowed, Refused } from './patches'
import { add, metadata, move, remove, replace } from './patches'

const mark = '/metadata/annotations/aviary.dev~1matches'
const rule = '/spec/http/1'
const beta = {
  name: 'aviary-beta',
  match: [{ headers: { 'x-user': { exact: 'beta' } } }],
  route: [{ destination: { host: 'web', subset: 'v2' } }],
}
const betaWith = (change: object): ReturnType<typeof add> => [
  ...add('/spec/http/1', { ...beta, ...change }),
  ...add(mark, 'aviary-beta'),
]
const newRule = /may add http rules only under names aviary-/
const rewritten = /may not remove, reorder or rewrite http rules/
const unknownHost = /may send only to hosts that the VirtualService knows/

export const virtualService: readonly Refused[] = [
  ...metadata,
  ['hosts', add('/spec/hosts/-', 'pay'), /may not change hosts/],
  ['gateways', replace('/spec/gateways', ['edge']), /may not change hosts/],
  ['exportTo', remove('/spec/exportTo'), /may not change hosts/],
  ['tls', replace('/spec/tls/0/route/0/destination/host', 'pay'), /may not change hosts/],
  ['tcp', replace('/spec/tcp/0/route/0/destination/host', 'pay'), /may not change hosts/],
  ['a rule removed', remove(rule), rewritten],
  ['all rules removed', remove('/spec/http'), rewritten],
  ['rules in another order', move('/spec/http/1', '/spec/http/0'), rewritten],
  ['a rule renamed', replace(`${rule}/name`, 'other'), rewritten],
  ['a rule taken for Aviary’s', replace(`${rule}/name`, 'aviary-main'), rewritten],
  ['a match', add(`${rule}/match`, [{ uri: { prefix: '/' } }]), rewritten],
  ['a timeout', replace('/spec/http/0/timeout', '9s'), rewritten],
  ['a rewrite', add(`${rule}/rewrite`, { uri: '/' }), rewritten],
  ['headers of a rule', add(`${rule}/headers`, { request: { set: { a: 'b' } } }), rewritten],
  ['retries', add(`${rule}/retries`, { attempts: 9 }), rewritten],
  ['a redirect', [...remove(`${rule}/route`), ...add(`${rule}/redirect`, { uri: '/' })], rewritten],
  ['an answer', [...remove(`${rule}/route`), ...add(`${rule}/directResponse`, { status: 200 })], rewritten],
  [
    'another’s rule of such a name, noted and removed at once',
    [...add(mark, 'aviary-theirs'), ...remove('/spec/http/2')],
    /may add http rules only|may not remove/,
  ],
  ['another’s rule noted', add(mark, 'aviary-theirs'), newRule],
  ['another’s rule of such a name removed', remove('/spec/http/2'), rewritten],
  ['another service', replace(`${rule}/route/0/destination/host`, 'pay'), unknownHost],
  ['a host outside', replace(`${rule}/route/0/destination/host`, 'evil.example'), unknownHost],
  ['another namespace', replace(`${rule}/route/0/destination/host`, 'web.bank'), unknownHost],
  [
    'a Service elsewhere',
    replace(`${rule}/route/0/destination/host`, 'web-v2.bank.svc.cluster.local'),
    unknownHost,
  ],
  ['a mirror elsewhere', add(`${rule}/mirror`, { host: 'pay' }), unknownHost],
  ['a listed mirror elsewhere', add(`${rule}/mirrors`, [{ destination: { host: 'pay' } }]), unknownHost],
  [
    'headers of a destination',
    add(`${rule}/route/0/headers`, { request: { set: { a: 'b' } } }),
    /may not change headers/,
  ],
  ['headers of a destination left out', remove('/spec/http/0/route/0/headers'), /may not change headers/],
  ['a new rule of another name', betaWith({ name: 'beta' }), rewritten],
  ['a new rule that is not noted', add('/spec/http/1', beta), rewritten],
  ['a new rule for everything', betaWith({ match: [] }), newRule],
  ['a new rule elsewhere', betaWith({ route: [{ destination: { host: 'pay' } }] }), unknownHost],
  ['a new redirect', betaWith({ route: undefined, redirect: { authority: 'evil.example' } }), newRule],
  ['a new rule with a rewrite of its own', betaWith({ rewrite: { uri: '/admin' } }), newRule],
]

const subsets = /may add only subsets of labels/
export const destinationRule: readonly Refused[] = [
  ...metadata,
  ['the host', replace('/spec/host', 'pay'), /only the subsets/],
  ['TLS', remove('/spec/trafficPolicy'), /only the subsets/],
  ['a subset’s labels', replace('/spec/subsets/0/labels/version', 'v9'), /may not change or reorder subsets/],
  ['another’s subset removed', remove('/spec/subsets/0'), /may not change or reorder subsets/],
  [
    'another’s subset noted and removed',
    [...remove('/spec/subsets/0'), ...replace('/metadata/annotations/aviary.dev~1subsets', 'v1,v3')],
    /may not change or reorder subsets/,
  ],
  ['another’s subset noted', replace('/metadata/annotations/aviary.dev~1subsets', 'v1,v3'), subsets],
  ['a subset that is not noted', add('/spec/subsets/-', { name: 'v4', labels: { version: 'v4' } }), subsets],
  [
    'a subset with a policy',
    [
      ...add('/spec/subsets/-', {
        name: 'v4',
        labels: { version: 'v4' },
        trafficPolicy: { tls: { mode: 'DISABLE' } },
      }),
      ...replace('/metadata/annotations/aviary.dev~1subsets', 'v3,v4'),
    ],
    subsets,
  ],
]

export const virtualServiceAllowed: readonly Allowed[] = [
  ['weights', [...replace(`${rule}/route/0/weight`, 50), ...replace(`${rule}/route/1/weight`, 50)]],
  ['marks', add('/metadata/annotations/aviary.dev~1operation', 'op')],
  ['a subset', add(`${rule}/route/-`, { destination: { host: 'web', subset: 'v3' }, weight: 0 })],
  [
    'the Service of a version, spelled in full',
    add(`${rule}/route/-`, { destination: { host: 'web-v3.NAMESPACE.svc.cluster.local' }, weight: 0 }),
  ],
  ['the same host, spelled in full', replace(`${rule}/route/0/destination/host`, 'web.NAMESPACE.svc')],
  ['a mirror', add(`${rule}/mirror`, { host: 'web', subset: 'v2' })],
  ['a fault', add(`${rule}/fault`, { abort: { httpStatus: 503, percentage: { value: 1 } } })],
  ['a rule for chosen requests', betaWith({})],
]

export const destinationRuleAllowed: readonly Allowed[] = [
  [
    'a subset, noted',
    [
      ...add('/spec/subsets/-', { name: 'v4', labels: { version: 'v4' } }),
      ...replace('/metadata/annotations/aviary.dev~1subsets', 'v3,v4'),
    ],
  ],
  [
    'its own subset removed',
    [...remove('/spec/subsets/2'), ...remove('/metadata/annotations/aviary.dev~1subsets')],
  ],
]
