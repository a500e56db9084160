import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import { changesBetween, snapshot } from '../support/cluster'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { subject } from '../support/service'
import { call } from '../support/target'

const namespace = 'blue-green'
const timeout = 300_000

/** Blue and green behind one Service of Istio (A4). */
describe('blue-green by one move (A4)', () => {
  let landing: Subject

  beforeAll(async () => {
    landing = await subject(namespace, 'landing')
    await landing.untilWeights({ blue: 100, green: 0 })
  })

  afterAll(async () => {
    await cutOver('blue')
  })

  const cutOver = async (to: string) => {
    const path = `${await landing.routePath()}/cut-over`
    const start = performance.now()
    const reply = await call<OperationDto>('release-manager', 'POST', path, { to })
    return { ...reply, ms: performance.now() - start }
  }
  /** From the answer of the last dry run, which is kept, to that of the write: both are the API server's. */
  const written = ({ at, finishedAt }: OperationDto) => Date.parse(finishedAt ?? '') - Date.parse(at)

  it('shows the load-balancing policy beside the route', async () => {
    const { routes } = await landing.detail()
    expect(routes[0]?.capabilities.cutOver).toBe(true)
    const badges = routes[0]?.badges ?? []
    expect(badges).toContainEqual({
      kind: 'load-balancer',
      words: expect.stringMatching(/least/i) as unknown,
    })
    expect(badges.map(({ kind }) => kind)).toContain('outlier-detection')
  })

  it('cuts over in one move and back in one move, each verified', { timeout }, async () => {
    const before = await snapshot(namespace)
    const over = await cutOver('green')
    expect([over.status, over.body.outcome], JSON.stringify(over.body)).toEqual([200, 'applied'])
    expect(over.body.writes).toHaveLength(1)
    await landing.untilVerified({ blue: 0, green: 100 })
    expect(changesBetween(before, await snapshot(namespace))).toEqual([
      'VirtualService/landing/spec/http/0/route/0/weight',
      'VirtualService/landing/spec/http/0/route/1/weight',
    ])

    const back = await cutOver('blue')
    expect([back.status, back.body.outcome], JSON.stringify(back.body)).toEqual([200, 'applied'])
    say(
      `cut over: answered after ${over.ms.toFixed(0)} ms, written within ${written(over.body)} ms; ` +
        `back: ${back.ms.toFixed(0)} ms, ${written(back.body)} ms`,
    )
    await landing.untilVerified({ blue: 100, green: 0 })
    expect(changesBetween(before, await snapshot(namespace))).toEqual([])
    expect((await cutOver('blue')).body).toMatchObject({ outcome: 'applied', diff: [], writes: [] })
  })

  it('verifies 25/75', { timeout }, async () => {
    const moved = await landing.setWeights('release-manager', { blue: 25, green: 75 })
    expect(moved.body.outcome).toBe('applied')
    const { observed } = await landing.untilVerified({ blue: 25, green: 75 })
    const green = observed?.versions.find(({ version }) => version === 'green')
    expect(green?.percent).toBeGreaterThan(72)
    expect(green?.percent).toBeLessThan(78)
    say(`asked 25/75: green got ${green?.percent.toFixed(1)} % of ${observed?.verification.requestsSeen}`)
  })
})
