import { refOf, type KubeObject } from '../kube'
import { objectOf, stringOf } from '../traffic/untyped'
import type { FindingInput } from './finding'
import { findingRule } from './finding-rule'
import { canonicalHost, hostExists } from './reading/hosts'
import { serviceRef } from './reading/references'

export const destinationRuleHostMissing = findingRule({
  code: 'destination-rule-host-missing',
  severity: 'warning',
  title: 'DestinationRules for hosts that do not exist',
  explanation: 'Its policies and subsets hold for nothing, most likely because the host is misspelt.',
  remedy: 'Correct spec.host of the DestinationRule, or remove it.',
  docs: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule',
  find: (input) =>
    lostRules(input)
      .filter((object) => concerns(input, object))
      .map((object) => ({
        title: `${object.metadata.name} is for host ${hostOf(object)}, which does not exist`,
        objects: [refOf(object), serviceRef(input.service)],
      })),
})

interface Lost {
  services: readonly KubeObject[]
  entries: readonly KubeObject[]
  rules: KubeObject[]
}

/** By the namespace's list of DestinationRules, as long as neither Services nor entries change. */
const memory = new WeakMap<readonly KubeObject[], Lost>()

function lostRules({ view, service }: FindingInput): readonly KubeObject[] {
  const list = view.list('destinationrules', service.namespace)
  const services = view.list('services')
  const entries = view.list('serviceentries')
  const known = memory.get(list)
  if (known?.services === services && known.entries === entries) return known.rules
  const rules = list.filter((object) => {
    const host = hostOf(object)
    return !host.includes('*') && !hostExists(view, host, service.namespace)
  })
  memory.set(list, { services, entries, rules })
  return rules
}

const hostOf = ({ spec }: KubeObject) => stringOf(objectOf(spec).host) ?? ''

/** It belongs to no service, so it is told where its name, or a route's destination, says that it was meant. */
function concerns({ service, routes }: FindingInput, object: KubeObject): boolean {
  const { name } = object.metadata
  if (name === service.name || name.startsWith(`${service.name}-`)) return true
  const wanted = canonicalHost(hostOf(object), service.namespace)
  return routes.some((route) =>
    route.rules.some((rule) =>
      rule.destinations.some((each) => canonicalHost(each.host, route.namespace) === wanted),
    ),
  )
}
