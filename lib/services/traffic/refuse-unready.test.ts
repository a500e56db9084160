import { expect, it } from 'vitest'
import type { Verb } from '../../domain/access/verbs'
import type { ClusterView } from '../../domain/kube'
import type { Route } from '../../domain/traffic/model'
import type { ServiceContext } from '../context'
import { refuseUnready } from './refuse-unready'

const service = { cluster: 'c', namespace: 'n', name: 's' }
const route = (v1: number) =>
  ({
    capabilities: {},
    rules: [
      {
        id: 'main',
        mirrors: [],
        destinations: [
          { key: 'v1', version: 'v1', percent: v1 },
          { key: 'v2', version: 'v2', percent: 100 - v1 },
        ],
      },
    ],
  }) as unknown as Route

/** All to v1, which has no pods, for a release with v1 as stable that does this. */
function backToStable(verb: Verb | undefined) {
  const ctx = {
    ports: {
      versionsOf: () => [
        { version: 'v1', readyPods: 0 },
        { version: 'v2', readyPods: 2 },
      ],
    },
    release: { id: 'r', stable: 'v1', ...(verb ? { verb } : {}) },
  } as unknown as ServiceContext
  const move = { kind: 'set-weights' as const, rule: 'main', weights: { v1: 100, v2: 0 } }
  return refuseUnready(ctx, {} as ClusterView, service, move, route(0), route(100))
}

it('an abort to a version without ready pods is warned', () => {
  expect(backToStable('abort')).toMatchObject([{ code: 'no-ready-endpoints', severity: 'warning' }])
})

it('an undo to a version that was scaled away is refused', () => {
  expect(() => backToStable('undo')).toThrow('v1 has no ready pods')
})
