import type { Binding, Policy, Principal } from './decide'
import { bindingsOf, decide, speaksOf } from './decide'
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
