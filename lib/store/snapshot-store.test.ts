import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { sampleOperation, sampleRoute } from '../../e2e/support/sample-records'
import type { SeenRoute } from '../domain/ports'
import { createStores, type Stores } from './create-stores'

let database: TestDatabase
let stores: Stores
let owner: pg.Client

beforeAll(async () => {
  database = await startTestDatabase()
  stores = createStores({ url: database.serverUrl, expectedMigrations: [], onPoolError: () => undefined })
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
}, 60_000)
const empty = () => owner.query('TRUNCATE operation, route_snapshot')
beforeEach(empty)
afterAll(async () => {
  await Promise.all([owner.end(), stores.close()])
  await database.stop()
})

const second = (at: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, at)).toISOString()
const cart = { cluster: 'prod', namespace: 'shop', name: 'cart' }
const seen = (more: Partial<SeenRoute> = {}): SeenRoute => ({
  service: cart,
  id: 'cart',
  route: sampleRoute('r1'),
  takenAt: second(0),
  cause: 'baseline',
  words: '',
  ...more,
})
const at = async (moment: number, clusters = ['prod']) =>
  (await stores.snapshots.at(clusters, new Date(second(moment)))).map(({ service, id, route }) =>
    [service.name, id, route?.revision ?? 'gone'].join(' '),
  )

describe('the routes at a moment', () => {
  test('are the newest that are not younger, of every service and route, and of no other cluster', async () => {
    const other = { ...cart, name: 'pay' }
    await stores.snapshots.add([seen({ takenAt: second(10) }), seen({ id: 'edge', takenAt: second(20) })])
    await stores.snapshots.add([seen({ takenAt: second(30), route: sampleRoute('r2') })])
    await stores.snapshots.add([
      seen({ service: other, takenAt: second(15) }),
      seen({ service: { ...cart, cluster: 'test' } }),
    ])
    expect(await at(9)).toEqual([])
    expect(await at(10)).toEqual(['cart cart r1'])
    expect(await at(29)).toEqual(['cart cart r1', 'cart edge r1', 'pay cart r1'])
    expect(await at(30)).toEqual(['cart cart r2', 'cart edge r1', 'pay cart r1'])
    expect(await at(10, ['prod', 'test'])).toEqual(['cart cart r1', 'cart cart r1'])
    await stores.snapshots.add([seen({ id: 'edge', takenAt: second(40), route: null })])
    expect(await at(40)).toContain('cart edge gone')
  })

  test('are those before and after an operation, and none where it makes the route or takes it away', async () => {
    const { operations } = stores.store
    const images = { before: sampleRoute('r1'), after: sampleRoute('r2') }
    const move = sampleOperation({ id: 'o-1', at: second(10), images })
    await operations.insert(move)
    // The clock that ends it may go behind the one that began it.
    await operations.settle({ ...move, outcome: 'applied', finishedAt: second(8) })
    const removal = sampleOperation({
      id: 'o-2',
      at: second(20),
      images: { before: images.after },
      after: null,
    })
    await operations.insert(removal)
    await operations.settle({ ...removal, outcome: 'applied', finishedAt: second(22) })
    expect(await at(9)).toEqual([])
    expect(await at(12)).toEqual(['cart cart r2'])
    expect(await at(21)).toEqual(['cart cart r2'])
    expect(await at(22)).toEqual(['cart cart gone'])
  })

  test('hold for any sequence: at any moment the newest that is not younger', async () => {
    const sequence = fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b'),
        takenAt: fc.integer({ min: 0, max: 50 }),
        route: fc.constantFrom('r1', 'r2', null),
      }),
      { maxLength: 12 },
    )
    await fc.assert(
      fc.asyncProperty(sequence, fc.integer({ min: -1, max: 51 }), async (added, moment) => {
        await empty()
        const model = new Map<string, { takenAt: number; revision: string }[]>()
        for (const { id, takenAt, route } of added) {
          await stores.snapshots.add([
            seen({ id, takenAt: second(takenAt), route: route === null ? null : sampleRoute(route) }),
          ])
          const known = model.get(id) ?? []
          const last = known.at(-1)
          const revision = route ?? 'gone'
          if (last?.revision === revision) continue
          model.set(id, [...known, { takenAt: Math.max(takenAt, last?.takenAt ?? 0), revision }])
        }
        const expected = [...model].flatMap(([id, all]) => {
          const then = all.findLast(({ takenAt }) => takenAt <= moment)
          return then === undefined ? [] : [`cart ${id} ${then.revision}`]
        })
        expect(await at(moment)).toEqual(expected.sort())
      }),
      { numRuns: 40 },
    )
  })
})

test('the same revision is never stored twice in a row; what is newest is answered', async () => {
  const { snapshots } = stores
  await snapshots.add([seen(), seen({ id: 'edge' })])
  await snapshots.add([seen({ takenAt: second(5) }), seen({ id: 'edge', route: null, cause: 'change' })])
  await snapshots.add([seen({ id: 'edge', route: null, takenAt: second(9) })])
  const { rows } = await owner.query('SELECT route, revision FROM route_snapshot ORDER BY id')
  expect(rows.map((row: { route: string; revision: string }) => `${row.route} ${row.revision}`)).toEqual([
    'cart r1',
    'edge r1',
    'edge gone',
  ])
  expect((await snapshots.revisions('prod')).map(({ id, revision }) => `${id} ${revision}`)).toEqual([
    'cart r1',
    'edge gone',
  ])
  expect(
    await snapshots.newest([
      { service: cart, id: 'edge' },
      { service: cart, id: 'no' },
    ]),
  ).toEqual([{ service: cart, id: 'edge', route: null, takenAt: second(0) }])
})

test('changes made around Aviary are listed newest first, with writer and words; what was merely found is not', async () => {
  const { snapshots } = stores
  const writer = { manager: 'kubectl-edit', time: second(10) }
  const change = seen({
    takenAt: second(10),
    route: sampleRoute('r2'),
    cause: 'change',
    writer,
    words: 'v2 9 %',
  })
  await snapshots.add([seen()])
  await snapshots.add([change])
  await snapshots.add([seen({ takenAt: second(20), route: sampleRoute('r3'), cause: 'away' })])
  await snapshots.add([seen({ takenAt: second(21), route: sampleRoute('r4'), cause: 'own' })])
  const within = async (from: number, to: number, limit = 9) =>
    await snapshots.changes({ from: new Date(second(from)), to: new Date(second(to)), limit })
  expect((await within(0, 60)).map(({ cause }) => cause)).toEqual(['away', 'change'])
  const { route: _whole, ...told } = change
  expect(await within(10, 20)).toEqual([told])
  expect(await within(0, 60, 1)).toHaveLength(1)
  expect(await snapshots.since(['prod'])).toEqual([{ service: cart, takenAt: second(0) }])
})

test('a check keeps causes to those that are known', async () => {
  const bad = { ...seen(), cause: 'guess' } as unknown as SeenRoute
  await expect(stores.snapshots.add([bad])).rejects.toThrow()
})
