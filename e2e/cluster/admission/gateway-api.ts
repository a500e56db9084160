import type { Allowed, Refused } from './patches'
import { add, metadata, move, noted, remove, replace } from './patches'

const port = 8080
const gatewayRule = {
  matches: [{ path: { type: 'PathPrefix', value: '/' }, headers: [{ name: 'x-user', value: 'beta' }] }],
  backendRefs: [{ name: 'web-v2', port }],
}
const narrow = /may add only rules for a part of another rule/
const knownService = /may send only to Services that the route knows/
export const httpRoute: readonly Refused[] = [
  ...metadata,
  ['hostnames', add('/spec/hostnames', ['web.example']), /may not change hostnames, parentRefs/],
  ['parentRefs', replace('/spec/parentRefs/0/name', 'pay'), /may not change hostnames, parentRefs/],
  ['a rule removed', remove('/spec/rules/0'), /may remove only rules such as it makes/],
  ['rules in another order', move('/spec/rules/1', '/spec/rules/0'), /may not reorder/],
  ['a filter removed', remove('/spec/rules/0/filters'), /may not reorder or rewrite/],
  [
    'a filter',
    add('/spec/rules/1/filters', [{ type: 'URLRewrite', urlRewrite: { hostname: 'evil.example' } }]),
    /may not reorder or rewrite/,
  ],
  ['a timeout', add('/spec/rules/1/timeouts', { request: '1s' }), /may not reorder or rewrite/],
  [
    'a match',
    replace('/spec/rules/0/matches', [{ path: { type: 'PathPrefix', value: '/admin' } }]),
    /may add only|may remove only/,
  ],
  ['another service', replace('/spec/rules/1/backendRefs/0/name', 'pay'), knownService],
  ['another namespace', add('/spec/rules/1/backendRefs/0/namespace', 'bank'), knownService],
  [
    'a mirror elsewhere',
    add('/spec/rules/1/filters', [
      { type: 'RequestMirror', requestMirror: { backendRef: { name: 'pay', port } } },
    ]),
    knownService,
  ],
  [
    'a backend of another kind',
    add('/spec/rules/1/backendRefs/-', { group: 'x.example', kind: 'Bucket', name: 'web-v2', weight: 0 }),
    /may not change kind or filters/,
  ],
  [
    'a filter of a backend',
    add('/spec/rules/1/backendRefs/0/filters', [
      { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x'] } },
    ]),
    /may not change kind or filters/,
  ],
  [
    'a new rule elsewhere',
    add('/spec/rules/1', { ...gatewayRule, backendRefs: [{ name: 'pay', port }] }),
    knownService,
  ],
  [
    'a new rule for other paths',
    add('/spec/rules/1', { ...gatewayRule, matches: [{ path: { type: 'Exact', value: '/other' } }] }),
    narrow,
  ],
  ['a new rule of another name', add('/spec/rules/1', { ...gatewayRule, name: 'beta' }), narrow],
  [
    'a new rule that redirects',
    add('/spec/rules/1', {
      matches: gatewayRule.matches,
      filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'evil.example' } }],
    }),
    narrow,
  ],
]

export const httpRouteAllowed: readonly Allowed[] = [
  ['weights', replace('/spec/rules/0/backendRefs/0/weight', 50)],
  ['a version', add('/spec/rules/1/backendRefs/-', { name: 'web-v3', port, weight: 0 })],
  [
    'a mirror beside a filter',
    add('/spec/rules/0/filters/-', {
      type: 'RequestMirror',
      requestMirror: { backendRef: { name: 'web-v2', port } },
    }),
  ],
  ['a rule for chosen requests', [...add('/spec/rules/1', gatewayRule), ...noted('a')]],
]
