import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import { changesBetween, snapshot } from '../support/cluster'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import type { Reply } from '../support/target'
import { call, until } from '../support/target'

describe('faults on purpose', () => {
  let place: Playground
  let web: Subject

  beforeAll(async () => {
    place = await playground('fault')
    await place.runs('web', { v1: {}, v2: {} }, 360)
  })

  beforeEach(async () => {
    await place.apply(
      routeManifest(place.namespace, 'web', [
        { name: 'main', timeout: '3s', route: split('web', { v1: 90, v2: 10 }) },
      ]),
    )
    web = await place.sees('web')
    await until('a rule without fault', web.detail, ({ routes }) => routes[0]?.rules[0]?.fault === undefined)
  })

  afterAll(async () => {
    await place.remove()
  })

  const setFault = async (fault: object) =>
    call<OperationDto>('release-manager', 'PUT', `${await web.rulePath()}/fault`, fault)
  const stopFault = async () => call<OperationDto>('on-call', 'DELETE', `${await web.rulePath()}/fault`)
  const undo = (id: string) => call<OperationDto>('release-manager', 'POST', `/operations/${id}/undo`)
  const shown = () => web.detail().then(({ routes }) => routes[0]?.rules[0]?.fault)

  it('are set, changed, shown, stopped and undone, and nothing else of the route changes', async () => {
    const before = await snapshot(place.namespace)
    const abort = { percent: 10, status: 503 }
    const set = await setFault({ abort })
    expect([set.status, set.body.outcome], JSON.stringify(set.body)).toEqual([200, 'applied'])
    expect(set.body.after).toMatchObject({ fault: { abort } })
    await until('the abort', shown, (fault) => fault?.abort?.status === 503)
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([
      'VirtualService/web/spec/http/0/fault',
    ])
    expect((await setFault({ abort })).body).toMatchObject({ outcome: 'applied', diff: [], writes: [] })

    const delay = { percent: 20, duration: '250ms' }
    const changed = await setFault({ delay, abort })
    expect(changed.body.outcome, JSON.stringify(changed.body)).toBe('applied')
    await until('both', shown, (fault) => fault?.delay?.percent === 20 && fault.abort?.percent === 10)
    expect((await undo(changed.body.id)).body.outcome).toBe('applied')
    await until('the abort alone', shown, (fault) => fault?.abort !== undefined && fault.delay === undefined)

    const stopped = await stopFault()
    expect([stopped.status, stopped.body.outcome], JSON.stringify(stopped.body)).toEqual([200, 'applied'])
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })

  it('reach the users of the route, and end with it', { timeout: 240_000 }, async () => {
    const success = async () =>
      (await web.detail()).observed?.versions.find(({ version }) => version === 'v1')?.successShare ?? 100
    const health = async () => (await web.detail()).health
    expect((await setFault({ abort: { percent: 40, status: 503 } })).body.outcome).toBe('applied')
    const failing = await until(
      'failing requests',
      health,
      ({ state }) => state === 'failing' || state === 'degraded',
      120,
    )
    say(`40 % aborted: ${failing.state}, ${failing.reason}; v1 itself ${(await success()).toFixed(1)} %`)
    expect((await stopFault()).body.outcome).toBe('applied')
    await until('healthy again', health, ({ state }) => state === 'ok', 180)
  })

  it('are refused where they cannot be, without a write', async () => {
    const before = await snapshot(place.namespace)
    for (const fault of [
      {},
      { abort: { percent: 101, status: 503 } },
      { abort: { percent: -1, status: 503 } },
      { abort: { percent: 10, status: 99 } },
      { abort: { percent: 10, status: 503.5 } },
      { delay: { percent: 10, duration: 'soon' } },
      { delay: { percent: 10, duration: '-5s' } },
      { delay: { percent: 10, duration: '2h' } },
    ]) {
      const refused: Reply = await setFault(fault)
      expect([fault, refused.status, (refused.body as ProblemDto).code]).toEqual([fault, 422, 'invalid'])
    }
    const path = `${await web.rulePath()}/fault`
    expect((await call('on-call', 'PUT', path, { abort: { percent: 1, status: 503 } })).status).toBe(403)
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })
})
