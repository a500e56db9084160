import fc from 'fast-check'

/** Specs of Services and Deployments as people and controllers write them, with fields that Aviary doesn't know. */

const oddText = fc.constantFrom('main', 'a/b', '__proto__', 'm~n', '🐦 "bird"', '', 'constructor', 'v1')
const unknownFields = fc
  .array(
    fc.tuple(fc.constantFrom('x-note', 'futureField', '__proto__', 'a/b~c'), fc.jsonValue({ maxDepth: 1 })),
    { maxLength: 2 },
  )
  .map((members) => Object.fromEntries(members))

const withUnknown = <T extends object>(known: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.tuple(known, unknownFields).map(([own, unknown]) => ({ ...unknown, ...own }))

/** Leaves out members drawn as undefined, as JSON would. */
const dropped = <T extends object>(known: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  known.map((value) => JSON.parse(JSON.stringify(value)) as T)

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

const container = withUnknown(
  dropped(
    fc.record({
      name: oddText,
      image: fc.constantFrom('shop/cart:1', 'shop/cart@sha256:00'),
      env: maybe(fc.array(fc.record({ name: oddText, value: oddText }), { maxLength: 4 })),
      resources: maybe(fc.record({ limits: fc.record({ cpu: fc.constantFrom('1', '250m') }) })),
    }),
  ),
)

/** The spec of a Deployment of one version; replicas may be left out. */
export const deploymentSpec = (version: string): fc.Arbitrary<object> =>
  withUnknown(
    dropped(
      fc.record({
        replicas: maybe(fc.nat(30)),
        paused: maybe(fc.boolean()),
        strategy: maybe(
          fc.constantFrom<object>(
            { type: 'Recreate' },
            { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
          ),
        ),
        selector: fc.constant({ matchLabels: { app: 'cart', version } }),
        template: withUnknown(
          fc.record({
            metadata: fc.record({
              labels: fc
                .dictionary(fc.constantFrom('team', 'a.b/c', '~x'), oddText, { maxKeys: 3 })
                .map((labels) => ({ ...labels, app: 'cart', version })),
            }),
            spec: withUnknown(fc.record({ containers: fc.array(container, { minLength: 1, maxLength: 4 }) })),
          }),
        ),
      }),
    ),
  )

/** The spec of a Service that selects `cart`, besides `pins`. */
export const serviceSpec = (pins: Record<string, string>): fc.Arbitrary<object> =>
  withUnknown(
    dropped(
      fc.record({
        selector: fc.constant({ app: 'cart', ...pins }),
        sessionAffinity: maybe(fc.constantFrom('None', 'ClientIP')),
        ports: fc.array(withUnknown(fc.record({ port: fc.integer({ min: 1, max: 65_535 }) })), {
          maxLength: 20,
        }),
      }),
    ),
  )

/** Metadata of the user's own. */
export const ownMetadata = dropped(
  fc.record({
    labels: maybe(fc.dictionary(oddText, oddText, { maxKeys: 3 })),
    annotations: maybe(fc.dictionary(oddText, oddText, { maxKeys: 3 })),
  }),
)
