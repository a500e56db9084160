import fc from 'fast-check'
import { dropped, maybe, withUnknown } from '../unknown-fields.fixture'

/** IngressRoutes and TraefikServices as people write them: odd names, nesting, fields that Aviary doesn't know. */

const sticky = fc.constantFrom({ cookie: { name: 'canary', secure: true } }, { cookie: {} })

const options = {
  weight: maybe(fc.constantFrom(0, 1, 5, 90, 100)),
  sticky: maybe(sticky),
  strategy: maybe(fc.constantFrom('p2c', 'wrr')),
  passHostHeader: maybe(fc.boolean()),
  serversTransport: maybe(fc.constant('tls')),
  responseForwarding: maybe(fc.constant({ flushInterval: '1ms' })),
}

const serviceEntry = withUnknown(
  dropped(
    fc.record({
      ...options,
      name: fc.constantFrom('web', 'web-v1', 'web-v2', 'web-v1', 'web-v2', 'legacy', 'cart', ''),
      kind: maybe(fc.constantFrom('Service', '')),
      namespace: maybe(fc.constantFrom('bazaar', '')),
      port: fc.constantFrom<number | string>(80, 80, 80, 'http'),
    }),
  ),
)

/** Circles and missing ones among them. */
const nestedEntry = withUnknown(
  dropped(
    fc.record({
      kind: fc.constant('TraefikService'),
      name: fc.constantFrom('web', 'outer', 'copied', 'sticky', 'gone'),
      namespace: maybe(fc.constant('bazaar')),
      weight: options.weight,
    }),
  ),
)

const entry = fc.oneof({ weight: 3, arbitrary: serviceEntry }, nestedEntry)
const mirror = fc
  .tuple(entry, fc.constantFrom<object>({}, { percent: 0 }, { percent: 20 }))
  .map(([one, percent]) => ({
    ...one,
    ...percent,
  }))

const weightedSpec = dropped(
  fc.record({
    weighted: withUnknown(
      dropped(
        fc.record({ services: fc.array(entry, { minLength: 1, maxLength: 4 }), sticky: maybe(sticky) }),
      ),
    ),
  }),
)
const mirroringSpec = fc.record({
  mirroring: withUnknown(
    fc
      .tuple(
        entry,
        dropped(
          fc.record({ mirrors: maybe(fc.array(mirror, { maxLength: 3 })), mirrorBody: maybe(fc.boolean()) }),
        ),
      )
      .map(([main, rest]) => ({ ...main, ...rest })),
  ),
})
const hashedSpec = fc.record({
  highestRandomWeight: fc.record({ services: fc.array(entry, { minLength: 1, maxLength: 3 }) }),
})

const rule = withUnknown(
  dropped(
    fc.record({
      kind: maybe(fc.constant('Rule')),
      match: fc.constantFrom(
        'Host(`web.test`)',
        'Host(`web.test`) && PathPrefix(`/api`)\n',
        'Method(`GET`) || Header(`X`, "1")',
        'Nonsense((',
      ),
      priority: maybe(fc.constantFrom(0, 5, 50)),
      middlewares: maybe(fc.constant([{ name: 'auth', namespace: 'edge' }])),
      services: maybe(fc.array(entry, { minLength: 1, maxLength: 3 })),
    }),
  ),
)

export const traefikObjects = fc.record({
  routes: fc.array(rule, { minLength: 1, maxLength: 4 }),
  web: withUnknown(weightedSpec),
  outer: withUnknown(fc.oneof(weightedSpec, hashedSpec)),
  copied: mirroringSpec,
  annotated: fc.boolean(),
})
