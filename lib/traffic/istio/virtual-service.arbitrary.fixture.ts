import fc from 'fast-check'
import { dropped, maybe, oddText, unknownFields, withUnknown } from '../unknown-fields.fixture'

/** VirtualService specs as people write them: several rules, odd names, fields that Aviary doesn't know. */

const destination = withUnknown(
  dropped(
    fc.record({
      host: fc.constantFrom(
        'search',
        'search.shop.svc.cluster.local',
        'search-v2',
        'legacy.example.com',
        'cart',
        '',
      ),
      subset: maybe(fc.constantFrom('v1', 'v2', 'missing')),
      port: maybe(fc.constant({ number: 8080 })),
    }),
  ),
)

const percentage = fc.record({ value: fc.constantFrom(0, 12.5, 50, 100) })
const mirrors = fc.oneof(
  fc.constant({}),
  dropped(
    fc.record({
      mirror: destination,
      mirrorPercentage: maybe(percentage),
      mirrorPercent: maybe(fc.constantFrom(0, 7, 100)),
    }),
  ),
  fc.record({
    mirrors: fc.array(withUnknown(dropped(fc.record({ destination, percentage: maybe(percentage) }))), {
      maxLength: 3,
    }),
  }),
)

const fault = withUnknown(
  dropped(
    fc.record({
      delay: maybe(
        withUnknown(
          fc.constantFrom<object>(
            { fixedDelay: '1s', percentage: { value: 5 } },
            { fixedDelay: '7ms', percent: 3 },
            { exponentialDelay: '2s' },
          ),
        ),
      ),
      abort: maybe(
        withUnknown(
          fc.constantFrom<object>(
            { httpStatus: 503, percentage: { value: 0.5 } },
            { grpcStatus: 'UNAVAILABLE', percentage: { value: 20 } },
            { httpStatus: 400 },
          ),
        ),
      ),
    }),
  ),
)

const text = fc.oneof(
  fc.record({ exact: oddText }),
  fc.record({ prefix: oddText }),
  fc.constantFrom<object>({ regex: 'a.*' }, {}),
)
const match = fc.array(
  withUnknown(
    dropped(
      fc.record({
        uri: maybe(fc.record({ prefix: oddText })),
        headers: maybe(
          fc.dictionary(fc.constantFrom('x-user', 'Cookie', '__proto__', 'x-b'), text, { maxKeys: 2 }),
        ),
        queryParams: maybe(fc.dictionary(oddText, text, { maxKeys: 2 })),
        gateways: maybe(fc.constant(['mesh'])),
        sourceLabels: maybe(fc.constant({ app: 'web' })),
      }),
    ),
  ),
  { maxLength: 2 },
)

const weighted = withUnknown(dropped(fc.record({ destination, weight: maybe(fc.nat(200)) })))

const routed = fc
  .tuple(
    dropped(
      fc.record({
        name: maybe(oddText),
        match: maybe(match),
        timeout: maybe(fc.constant('3s')),
        fault: maybe(fault),
        corsPolicy: maybe(fc.constant({ allowOrigins: [{ exact: 'https://a' }], maxAge: '24h' })),
        headers: maybe(
          fc.record({ request: fc.record({ set: fc.dictionary(oddText, oddText, { maxKeys: 2 }) }) }),
        ),
        route: fc.array(weighted, { maxLength: 4 }),
      }),
    ),
    mirrors,
    unknownFields,
  )
  .map(([known, mirroring, unknown]) => ({ ...unknown, ...known, ...mirroring }))

const unrouted = fc.constantFrom<object>(
  { name: 'away', delegate: { name: 'other', namespace: 'shop' } },
  { match: [{ uri: { exact: '/old' } }], redirect: { uri: '/new' } },
  { directResponse: { status: 418 } },
)

/** A tls or tcp rule. */
const connection = withUnknown(
  dropped(
    fc.record({
      match: maybe(fc.constantFrom<object[]>([{ port: 443, sniHosts: ['a', '*.b'] }], [{ port: 9000 }], [])),
      route: fc.array(weighted, { maxLength: 3 }),
    }),
  ),
)

const rule = fc.oneof({ weight: 4, arbitrary: routed }, { weight: 1, arbitrary: unrouted })

/** Now and then a list as long as a shared route's: copies of a few rules, which also have equal names. */
const httpRules = fc.oneof(
  { weight: 39, arbitrary: fc.array(rule, { minLength: 1, maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(rule, { minLength: 2, maxLength: 3 }), fc.integer({ min: 8, max: 16 }))
      .map(([few, length]) => Array.from({ length }, (_, index) => few[index % few.length] ?? {})),
  },
)

export const virtualServiceSpec = withUnknown(
  dropped(
    fc.record({
      hosts: fc.constant(['search']),
      gateways: maybe(fc.constantFrom(['mesh', 'edge/main'], ['edge/main'])),
      exportTo: maybe(fc.constant(['.'])),
      http: httpRules,
      tls: maybe(fc.array(connection, { maxLength: 2 })),
      tcp: maybe(fc.array(connection, { maxLength: 2 })),
    }),
  ),
)

/** A user's own annotations, one that looks like Aviary's among them. */
export const userAnnotations = maybe(
  fc.constantFrom<Record<string, string>>(
    {},
    { note: 'keep "me"\n# and me' },
    { 'aviary.dev/matches': 'main,away,nothing', 'a/b': 'c' },
  ),
)
