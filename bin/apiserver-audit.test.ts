import { describe, expect, test } from 'vitest'
import { at, bodyOf, chainOf, exportOf, link } from './chain.fixture'
import { codes, verify } from './verifier.fixture'

const account = 'system:serviceaccount:aviary:aviary'
const events = chainOf(8)
const text = exportOf(events)
const start = Date.UTC(2026, 10, 20, 10, 0)

interface Changes {
  auditID?: string
  minute?: number
  user?: { username: string }
  verb?: string
  stage?: string
  requestURI?: string
  userAgent?: string
  objectRef?: object
  responseStatus?: { code: number }
}

/** One event of the API server: a patch by Aviary half a minute after the intent of the operation `op-<n>`. */
function sent(auditID: string, { minute = 1.5, ...changes }: Changes = {}): object {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID,
    stage: 'ResponseComplete',
    requestURI: '/apis/networking.istio.io/v1/namespaces/shop/virtualservices/cart?fieldManager=aviary',
    verb: 'patch',
    user: { username: account },
    userAgent: 'aviary/0.1.0',
    objectRef: {
      resource: 'virtualservices',
      namespace: 'shop',
      name: 'cart',
      apiGroup: 'networking.istio.io',
      apiVersion: 'v1',
    },
    responseStatus: { metadata: {}, code: 200 },
    stageTimestamp: new Date(start + minute * 60_000).toISOString(),
    ...changes,
  }
}

const byHand = {
  userAgent: 'kubectl/v1.34',
  requestURI: '/apis/networking.istio.io/v1/namespaces/shop/virtualservices/cart',
}
const log = (...entries: object[]): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
/** Begins before the first event and ends after the last one. */
const around = [sent('x', { verb: 'get', minute: -10 }), sent('y', { verb: 'get', minute: 60 })]
const all = [1, 2, 3, 4].map((n) => sent(`op-${n}-1`, { minute: n * 2 - 0.5 }))
const compare = async (...entries: object[]) =>
  await verify({ events: text, apiserver: log(...around, ...entries) })
const kinds = (found: readonly { class: string }[] | undefined) => found?.map((it) => it.class)

test('a log that tells the same story adds nothing but what no log can show', async () => {
  const result = await compare(...all)
  expect(result).toMatchObject({
    exit: 0,
    apiserver: { accounts: [account], writes: 4, findings: [], bypasses: [] },
  })
  expect(codes(result.unknown)).toEqual(['no-checkpoint', 'api-log-itself'])
})

describe('writes of Aviary’s account', () => {
  test.each<[string, object[], string]>([
    ['without an operation', [...all, sent('7d1d7c0e-0000-4000-8000-000000000000')], 'unrecorded-write'],
    ['with kubectl and the stolen token', [...all, sent('stray', byHand)], 'unrecorded-write'],
    [
      'to another kind of object',
      [...all, sent('stray', { objectRef: { resource: 'secrets', namespace: 'shop', name: 's' } })],
      'unrecorded-write',
    ],
    ['with a number that the operation does not tell of', [...all, sent('op-1-7')], 'unrecorded-write'],
    ['with an Audit-ID a second time', [...all, sent('op-1-1')], 'write-twice'],
    [
      'to another object than recorded',
      all.with(
        0,
        sent('op-1-1', {
          objectRef: {
            apiGroup: 'networking.istio.io',
            resource: 'virtualservices',
            namespace: 'shop',
            name: 'other',
          },
        }),
      ),
      'write-differs',
    ],
    ['that are recorded, but were not accepted', all.slice(1), 'missing-write'],
    [
      'that are recorded, but were refused',
      all.with(0, sent('op-1-1', { responseStatus: { code: 403 } })),
      'missing-write',
    ],
    [
      'that are recorded, but were dry runs',
      all.with(0, sent('op-1-1', { requestURI: '/x?fieldManager=aviary&dryRun=All' })),
      'missing-write',
    ],
  ])('%s', async (_name, entries, kind) => {
    const result = await compare(...entries)
    expect(result).toMatchObject({ exit: 1, verdict: 'tampered', total: 0 })
    expect(kinds(result.apiserver?.findings)).toEqual([kind])
  })

  test('that count as refused, but were accepted', async () => {
    const [intent, outcome] = [bodyOf(1), bodyOf(2)]
    const object = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      namespace: 'shop',
      name: 'cart',
    }
    const writes = [{ verb: 'patch', object, auditId: 'op-1-1', result: 'conflict' }]
    const refused = exportOf(
      link([intent, { ...outcome, result: 'conflict', detail: { writes } }, bodyOf(3)]),
    )
    const result = await verify({ events: refused, apiserver: log(...around, at(all, 0)) })
    expect(kinds(result.apiserver?.findings)).toEqual(['write-differs'])
  })

  test('of an operation that was found out about later may be of another attempt', async () => {
    const result = await compare(...all.with(0, sent('op-1-3')))
    expect(result).toMatchObject({ exit: 0, apiserver: { findings: [] } })
  })

  test('of an operation whose outcome is open, or too large to be kept, are known by its id', async () => {
    const omitted = { omitted: true, bytes: 70_000, sha256: 'a'.repeat(64) }
    const large = exportOf(link([bodyOf(1), bodyOf(2, { detail: omitted }), bodyOf(3), bodyOf(5)]))
    const entries = [sent('op-1-1'), sent('op-1-2'), sent('op-2-1', { minute: 3.5 })]
    const result = await verify({ events: large, apiserver: log(...around, ...entries) })
    expect(result).toMatchObject({ exit: 0, apiserver: { findings: [] } })
  })

  test('before the first event or after the last one cannot be compared', async () => {
    const result = await compare(...all, sent('early', { minute: -5 }), sent('late', { minute: 30 }))
    expect(result).toMatchObject({ exit: 0, apiserver: { outside: 2 } })
    expect(codes(result.unknown)).toContain('outside-events')
  })

  test('outside the times of the log are not missing', async () => {
    const result = await verify({ events: text, apiserver: log(...all.slice(1)) })
    expect(result).toMatchObject({ exit: 0, apiserver: { findings: [], uncovered: 3 } })
    expect(codes(result.unknown)).toContain('outside-api-log')
  })

  test('are told by --account where none is recorded', async () => {
    const apiserver = log(...around, sent('stray', byHand))
    const guessed = await verify({ events: text, apiserver })
    expect(codes(guessed.unknown)).toContain('no-account')
    const named = await verify({ events: text, apiserver, accounts: [account] })
    expect(kinds(named.apiserver?.findings)).toContain('unrecorded-write')
  })
})

describe('writes of others', () => {
  const alice = { ...byHand, user: { username: 'alice' } }
  const services = { resource: 'services', namespace: 'shop', name: 'front' }

  test('to what Aviary moves are listed, and do not change the exit code', async () => {
    const result = await compare(
      ...all,
      sent('a', alice),
      sent('b', alice),
      sent('c', { ...alice, verb: 'delete' }),
    )
    expect(result).toMatchObject({ exit: 0, verdict: 'whole' })
    expect(result.apiserver?.bypasses).toMatchObject([
      { account: 'alice', verb: 'patch', count: 2, object: 'virtualservices.networking.istio.io shop/cart' },
      { account: 'alice', verb: 'delete', count: 1 },
    ])
  })

  test('with the Audit-ID of an operation are listed too', async () => {
    const result = await compare(...all, sent('op-1-1', alice))
    expect(result).toMatchObject({ exit: 0, apiserver: { findings: [], bypasses: [{ account: 'alice' }] } })
  })

  test('with Aviary’s field manager, but without an operation, count as Aviary’s', async () => {
    const result = await compare(...all, sent('fake', { user: { username: 'mallory' } }))
    expect(result).toMatchObject({ exit: 1, apiserver: { findings: [{ class: 'unrecorded-write' }] } })
    expect(result.apiserver?.accounts).toEqual([account])
  })

  test('to whole collections are listed', async () => {
    const objectRef = { apiGroup: 'networking.istio.io', resource: 'virtualservices', namespace: 'shop' }
    const result = await compare(...all, sent('d', { ...alice, verb: 'deletecollection', objectRef }))
    expect(result.apiserver?.bypasses).toMatchObject([{ verb: 'deletecollection' }])
  })

  test.each<[string, Changes]>([
    ['to other objects', { ...alice, objectRef: services }],
    [
      'that only report a status',
      {
        ...alice,
        objectRef: {
          apiGroup: 'networking.istio.io',
          resource: 'virtualservices',
          namespace: 'shop',
          name: 'cart',
          subresource: 'status',
        },
      },
    ],
    ['that were refused', { ...alice, responseStatus: { code: 409 } }],
    ['that are only beginning', { ...alice, stage: 'RequestReceived' }],
    ['that are dry runs', { ...alice, requestURI: '/x?dryRun=All' }],
  ])('%s are left out', async (_name, changes) => {
    expect((await compare(...all, sent('z', changes))).apiserver?.bypasses).toEqual([])
  })
})

test('lines of the log that cannot be read are counted', async () => {
  const result = await verify({ events: text, apiserver: `${log(...around, ...all)}{"kind":"Ev` })
  expect(result).toMatchObject({ exit: 0, apiserver: { unread: 1 } })
  expect(codes(result.unknown)).toContain('api-log-unread')
})

test('a file without any event of an API server is refused', async () => {
  expect(await verify({ events: text, apiserver: text })).toMatchObject({ exit: 3, verdict: 'usage' })
})
