import { describe, expect, it } from 'vitest'
import type { ClusterView } from '../../domain/kube'
import type { RouteReports } from '../../domain/ports'
import type { Route } from '../../domain/traffic/model'
import { withReports } from './with-reports'

const view = {} as ClusterView
const route = (id: string, dataPlane: Route['dataPlane']) =>
  ({ id, dataPlane, badges: [{ kind: 'no-status', words: 'says nothing' }] }) as unknown as Route
const reports = (refused: ReturnType<RouteReports['refused']>): RouteReports => ({
  dataPlane: 'traefik',
  refused: () => refused,
  health: () => ({ ok: true }),
})

describe('withReports', () => {
  it('tells the routes that the data plane refuses from those that it runs', () => {
    const [bad, good, other] = withReports([reports([{ route: 'a', words: 'bad rule' }])], view, [
      route('a', 'traefik'),
      route('b', 'traefik'),
      route('c', 'istio'),
    ])
    expect(bad?.conditions).toMatchObject([{ ok: false, reason: 'Disabled', message: 'bad rule' }])
    expect(good?.conditions).toMatchObject([{ ok: true, reason: 'Enabled' }])
    expect(good?.badges).toEqual([])
    expect(other?.conditions).toBeUndefined()
  })

  it('leaves the routes alone while nothing is known', () => {
    const routes = [route('a', 'traefik')]
    expect(withReports([reports(undefined)], view, routes)).toEqual(routes)
  })
})
