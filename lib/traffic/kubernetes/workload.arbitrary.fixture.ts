import fc from 'fast-check'
import { dropped, maybe, oddText, withUnknown } from '../unknown-fields.fixture'

/** Specs of Services and Deployments as people and controllers write them, with fields that Aviary doesn't know. */

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
