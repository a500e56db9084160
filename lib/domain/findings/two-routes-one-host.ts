import { refOf } from '../kube'
import type { Route, Rule } from '../traffic/model'
import type { FindingInput } from './finding'
import { findingRule, type Sighting } from './finding-rule'
import { canonicalHost } from './reading/hosts'
import { routeObject, routeRef } from './reading/references'
import { nameOf } from './reading/routes'
import { rivalsOf } from './reading/virtual-services'

/** Other data planes merge routes of one host by design: there only equal rules are a conflict. */
export const twoRoutesOneHost = findingRule({
  code: 'two-routes-one-host',
  severity: 'warning',
  title: 'routes that claim what another route claims',
  explanation:
    'Only one of them takes effect for the same request, by age or order, and nothing says which one.',
  remedy: 'Put the rules into one route, or let one delegate to the other.',
  docs: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
  find: (input) => {
    const istio = input.routes.filter(({ dataPlane }) => dataPlane === 'istio')
    const others = input.routes.filter(
      ({ dataPlane }) => dataPlane === 'gateway-api' || dataPlane === 'traefik',
    )
    return once([...istio.flatMap((route) => rivalries(input, route)), ...sameRules(input, others)])
  },
})

function rivalries({ view }: FindingInput, route: Route): Sighting[] {
  const own = routeObject(view, route)
  if (own === undefined) return []
  return route.hosts.flatMap((host) => {
    const claimed = canonicalHost(host, route.namespace)
    return route.gateways.flatMap((gateway) =>
      rivalsOf(view, own, claimed, gateway).map((rival) => {
        const pair = [refOf(own), refOf(rival)].sort((a, b) => (wordsOf(a) < wordsOf(b) ? -1 : 1))
        const place = gateway === 'mesh' ? 'in the mesh' : `at gateway ${gateway}`
        return { title: `${pair.map(wordsOf).join(' and ')} both route ${claimed} ${place}`, objects: pair }
      }),
    )
  })
}

function wordsOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${name} of ${namespace}`
}

function sameRules({ view }: FindingInput, routes: readonly Route[]): Sighting[] {
  const first = new Map<string, { route: Route; rule: Rule }>()
  const found: Sighting[] = []
  for (const route of routes) {
    for (const rule of route.rules) {
      for (const place of placesOf(route, rule)) {
        const known = first.get(place)
        if (known === undefined) first.set(place, { route, rule })
        else if (known.route.id !== route.id) {
          found.push({
            title: `${known.route.name} and ${route.name} have the same rule ${nameOf(known.rule)}`,
            objects: [routeRef(view, known.route), routeRef(view, route)],
          })
        }
      }
    }
  }
  return found
}

function placesOf(route: Route, rule: Rule): string[] {
  const hosts = route.hosts.length === 0 ? ['*'] : route.hosts
  const match = rule.match.map((all) => all.map((condition) => JSON.stringify(condition)).sort()).sort()
  return hosts.flatMap((host) =>
    (route.gateways.length === 0 ? ['*'] : route.gateways).map((gateway) =>
      JSON.stringify([route.dataPlane, gateway, host, match]),
    ),
  )
}

function once(sightings: readonly Sighting[]): Sighting[] {
  return [...new Map(sightings.map((sighting) => [sighting.title, sighting])).values()]
}
