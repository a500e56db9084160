import { describe, expect, it } from 'vitest'
import type { ClusterView } from '@/lib/domain/kube'
import type { TrafficRouter } from '@/lib/domain/ports'
import { inversePatch } from '@/lib/domain/traffic/inverse-patch'
import { applyPatch } from '@/lib/domain/traffic/json-patch'
import type { Rule, ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { codeOf } from './code-of.fixture'

/** A router over a cluster that has one service with a split rule. */
export interface RouterSetup {
  router: TrafficRouter
  service: ServiceRef
  /** A service that the route says nothing about. */
  stranger: ServiceRef
  /** Keys of two destinations of the rule, which together have all of its weight. */
  from: string
  to: string
  view(): ClusterView
  /** Sends writes and waits until the view shows them. */
  send(writes: readonly PlannedWrite[]): Promise<void>
}

/** What every data plane that moves weights must do, whatever its objects look like. */
export function trafficRouterContract(name: string, makeSetup: () => Promise<RouterSetup>): void {
  describe(`${name} keeps the router contract`, () => {
    const start = async () => {
      const setup = await makeSetup()
      const { router, service, from, to } = setup
      const look = () => {
        const route = router
          .readRoutes(setup.view(), service)
          .find(({ rules }) => rules.some((rule) => has(rule, from)))
        const rule = route?.rules.find((each) => has(each, from) && has(each, to))
        if (route === undefined || rule === undefined) throw new Error('the setup has no rule with both keys')
        return { route, rule }
      }
      const weights = (first: number, second: number) => ({
        kind: 'set-weights' as const,
        rule: look().rule.id,
        weights: { [from]: first, [to]: second },
        total: first + second,
      })
      return { ...setup, look, weights }
    }

    it('reads back the weights that it moved, under the same ids', async () => {
      const { router, service, view, send, look, weights, from, to } = await start()
      const before = look()
      await send(router.plan(view(), service, before.route.id, weights(70, 30)))
      const after = look()
      expect(after.route.id).toBe(before.route.id)
      expect(after.rule.id).toBe(before.rule.id)
      expect(after.rule.destinations.find(({ key }) => key === from)?.weight).toBe(70)
      expect(after.rule.destinations.find(({ key }) => key === to)?.percent).toBeCloseTo(30)
      expect(after.route.revision).not.toBe(before.route.revision)
    })

    it('plans nothing for a move that changes nothing', async () => {
      const { router, service, view, send, look, weights } = await start()
      await send(router.plan(view(), service, look().route.id, weights(60, 40)))
      expect(router.plan(view(), service, look().route.id, weights(60, 40))).toEqual([])
    })

    it('tests before it changes, and can be taken back', async () => {
      const { router, service, view, look, weights } = await start()
      const [write] = router.plan(view(), service, look().route.id, weights(1, 99))
      const { live, patch = [] } = write ?? {}
      expect(patch[0]?.op).toBe('test')
      const changed = applyPatch(live, patch)
      expect(changed).not.toEqual(live)
      expect(applyPatch(changed, inversePatch(live, patch))).toEqual(live)
    })

    it('names the objects that a move writes', async () => {
      const { router, service, view, look, weights } = await start()
      const { route } = look()
      const refs = router.objectsOf(view(), service, route.id)
      for (const { object } of router.plan(view(), service, route.id, weights(2, 98))) {
        expect(refs).toContainEqual(object)
      }
    })

    it('refuses what it cannot do, with a code', async () => {
      const { router, service, stranger, view, look, weights, from } = await start()
      const { route, rule } = look()
      const move = weights(50, 50)
      expect(codeOf(() => router.plan(view(), service, 'no-such-route', move))).toBe('not-found')
      expect(codeOf(() => router.plan(view(), service, route.id, { ...move, rule: 'none' }))).toBe(
        'not-found',
      )
      expect(codeOf(() => router.plan(view(), stranger, route.id, move))).toBe('not-found')
      expect(codeOf(() => router.objectsOf(view(), stranger, route.id))).toBe('not-found')
      const odd = { kind: 'set-weights' as const, rule: rule.id }
      for (const weights of [
        { nobody: 1 },
        { [from]: -1 },
        { [from]: 0.5 },
        { [from]: '50' },
        { [from]: NaN },
      ]) {
        expect(codeOf(() => router.plan(view(), service, route.id, { ...odd, weights }))).toBe('invalid')
      }
    })

    it('keeps the revision when only status or metadata change', async () => {
      const { router, service, view, look, weights } = await start()
      const [write] = router.plan(view(), service, look().route.id, weights(3, 97))
      const live = write?.live
      if (live === undefined) throw new Error('nothing was planned')
      const touched = {
        ...live,
        metadata: { ...live.metadata, resourceVersion: '999999', annotations: { a: 'b' } },
        status: { observedGeneration: 7 },
      }
      expect(router.objectRevision(touched)).toBe(router.objectRevision(live))
    })
  })
}

function has(rule: Rule, key: string): boolean {
  return rule.destinations.some((destination) => destination.key === key)
}
