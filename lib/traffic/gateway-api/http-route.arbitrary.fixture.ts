import fc from 'fast-check'
import { dropped, maybe, oddText, withUnknown } from '../unknown-fields.fixture'

/** Specs of HTTPRoutes as people write them: many rules, long lists, odd names, fields that Aviary doesn't know. */

const backendFields = {
  group: maybe(fc.constantFrom('', 'core')),
  kind: maybe(fc.constant('Service')),
  namespace: maybe(fc.constant('market')),
  name: fc.constantFrom('cart-v1', 'cart-v2', 'cart-v1', 'cart-v2', 'cart', 'ads', 'legacy', ''),
  port: maybe(fc.constantFrom(80, 8080)),
}

const backend = fc.oneof(
  {
    weight: 9,
    arbitrary: withUnknown(
      dropped(
        fc.record({
          ...backendFields,
          weight: maybe(fc.nat(200)),
          filters: maybe(
            fc.constant([{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x'] } }]),
          ),
        }),
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant({ group: 'traefik.io', kind: 'TraefikService', name: 'split', weight: 3 }),
  },
)

const share = fc.constantFrom<object>(
  {},
  { percent: 12 },
  { fraction: { numerator: 1, denominator: 8 } },
  { fraction: { numerator: 3 } },
)
const filter = withUnknown(
  fc.oneof(
    fc.tuple(dropped(fc.record(backendFields)), share).map(([backendRef, part]) => ({
      type: 'RequestMirror',
      requestMirror: { backendRef, ...part },
    })),
    fc.constantFrom<object>(
      { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'a', value: 'b' }] } },
      { type: 'URLRewrite', urlRewrite: { hostname: 'x.example.com' } },
      { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Limit', name: 'l' } },
    ),
  ),
)

const match = withUnknown(
  dropped(
    fc.record({
      path: maybe(
        fc.record({
          type: fc.constantFrom('PathPrefix', 'Exact', 'RegularExpression'),
          value: fc.constantFrom('/', '/api', '/v1/x'),
        }),
      ),
      method: maybe(fc.constantFrom('GET', 'POST')),
      headers: maybe(
        fc.array(fc.record({ name: fc.constantFrom('x-a', 'X-B', 'cookie'), value: oddText }), {
          maxLength: 2,
        }),
      ),
      queryParams: maybe(
        fc.array(fc.record({ type: fc.constant('Exact'), name: oddText, value: oddText }), { maxLength: 2 }),
      ),
    }),
  ),
)

const routed = withUnknown(
  dropped(
    fc.record({
      name: maybe(oddText),
      matches: maybe(fc.array(match, { maxLength: 3 })),
      filters: maybe(fc.array(filter, { maxLength: 3 })),
      backendRefs: fc.oneof(
        { weight: 39, arbitrary: fc.array(backend, { maxLength: 4 }) },
        { weight: 1, arbitrary: fc.array(backend, { minLength: 9, maxLength: 16 }) },
      ),
      timeouts: maybe(fc.constant({ request: '3s' })),
      retry: maybe(fc.constant({ attempts: 2, codes: [503] })),
      sessionPersistence: maybe(fc.constant({ sessionName: 's' })),
    }),
  ),
)

const redirecting = fc.constant<object>({
  name: 'away',
  filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }],
})

export const httpRouteSpec = withUnknown(
  fc.record({
    parentRefs: fc.constant([{ name: 'public' }]),
    hostnames: fc.array(oddText, { maxLength: 2 }),
    rules: fc.oneof(
      {
        weight: 39,
        arbitrary: fc.array(fc.oneof({ weight: 6, arbitrary: routed }, redirecting), {
          minLength: 1,
          maxLength: 3,
        }),
      },
      { weight: 1, arbitrary: fc.array(routed, { minLength: 8, maxLength: 16 }) },
    ),
  }),
)

/** Annotations that users keep on their routes, damaged notes of Aviary's among them. */
export const annotations = maybe(
  fc.constantFrom<Record<string, string>>(
    {},
    { note: 'ours' },
    { 'aviary.dev/matches': 'no json' },
    { 'aviary.dev/matches': '{"old":["00"]}', 'a/b~c': '' },
  ),
)
