import type { Binding, Policy, Principal } from './decide'
import { bindingsOf, decide, speaksOf } from './decide'
import { globCovers } from './scope-glob'
import { roleHolds } from './verbs'

/** What somebody may see, without who it is: people with equal rights can share what is made for one of them. */
export interface ViewRights {
  /** Equal for equal rights. */
  key: string
  sees(place: { cluster: string; namespace: string; service?: string }): boolean
}

/** The part of a policy that decides what one person or token may see. Answers as `decide` does for `view`. */
export function viewRights(policy: Policy, who: Principal): ViewRights {
  const texts = new Set(
    bindingsOf(policy, who)
      .filter((binding) => speaksOf(binding, 'view'))
      .map(({ effect, scope: { cluster, namespace, service } }) =>
        JSON.stringify([effect, cluster, namespace, service]),
      ),
  )
  const granted = [...texts].sort()
  const bindings = granted.map((text): Binding => {
    const [effect, cluster, namespace, service] = JSON.parse(text) as [Binding['effect'], ...Triple]
    return { subject: 'viewer', verbs: ['view'], effect, scope: { cluster, namespace, service } }
  })
  const scope = who.token?.scope ?? {}
  const blind = who.token !== undefined && !roleHolds(who.token.role, 'view')
  const principal: Principal = { issuer: '', subject: 'viewer', groups: [], token: { role: 'viewer', scope } }
  return {
    key: blind ? 'nothing' : JSON.stringify([granted, scope.cluster, scope.namespace, scope.service]),
    sees: (place) => !blind && decide({ bindings }, principal, 'view', place).allowed,
  }
}

type Triple = [string, string, string]

/** Whether somebody may see all of a namespace, so that names of whatever is in it tell them nothing new. */
export function seesWhole(
  policy: Policy,
  who: Principal,
  place: { cluster: string; namespace: string },
): boolean {
  const denied = bindingsOf(policy, who).some(
    (binding) =>
      binding.effect !== 'allow' &&
      speaksOf(binding, 'view') &&
      globCovers(binding.scope.cluster, place.cluster) &&
      globCovers(binding.scope.namespace, place.namespace),
  )
  return !denied && decide(policy, who, 'view', { ...place, service: '*' }).allowed
}
