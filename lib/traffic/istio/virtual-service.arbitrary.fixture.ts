import fc from 'fast-check'

/** VirtualService specs as people write them: several rules, odd names, fields that Aviary doesn't know. */

const oddText = fc.constantFrom('main', 'a/b', '__proto__', 'm~n', '🐦 "bird"', '', 'constructor', 'v1')
const unknownFields = fc
  .array(
    fc.tuple(fc.constantFrom('x-note', 'futureField', '__proto__', 'a/b~c'), fc.jsonValue({ maxDepth: 2 })),
    {
      maxLength: 2,
    },
  )
  .map((members) => Object.fromEntries(members))

const withUnknown = <T extends object>(known: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.tuple(known, unknownFields).map(([own, unknown]) => ({ ...unknown, ...own }))

/** Leaves out members drawn as undefined, as JSON would. */
const dropped = <T extends object>(known: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  known.map((value) => JSON.parse(JSON.stringify(value)) as T)

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

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

const match = fc.array(
  withUnknown(
    dropped(
      fc.record({
        uri: maybe(fc.record({ prefix: oddText })),
        headers: maybe(fc.dictionary(oddText, fc.record({ exact: oddText }), { maxKeys: 2 })),
      }),
    ),
  ),
  { maxLength: 2 },
)

const routed = fc
  .tuple(
    dropped(
      fc.record({
        name: maybe(oddText),
        match: maybe(match),
        timeout: maybe(fc.constant('3s')),
        fault: maybe(fc.record({ delay: fc.record({ percentage, fixedDelay: fc.constant('1s') }) })),
        headers: maybe(
          fc.record({ request: fc.record({ set: fc.dictionary(oddText, oddText, { maxKeys: 2 }) }) }),
        ),
        route: fc.array(withUnknown(dropped(fc.record({ destination, weight: maybe(fc.nat(200)) }))), {
          maxLength: 4,
        }),
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

export const virtualServiceSpec = withUnknown(
  fc.record({
    hosts: fc.constant(['search']),
    http: fc.array(fc.oneof({ weight: 4, arbitrary: routed }, unrouted), {
      minLength: 1,
      maxLength: 5,
    }),
    tls: fc.constant([
      { match: [{ port: 443, sniHosts: ['a'] }], route: [{ destination: { host: 'search' } }] },
    ]),
  }),
)
