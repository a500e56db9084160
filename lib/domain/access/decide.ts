import type { Role, Verb } from './verbs'
import { roleVerbs } from './verbs'

export interface Scope {
  cluster: string
  namespace: string
  service: string
}

/** One line of the policy; `*` in a scope means any. `deny` wins over every allow. */
export interface Binding {
  group?: string
  subject?: string
  role?: Role
  verbs?: Verb[]
  effect: 'allow' | 'deny'
  scope: Scope
}

export interface Policy {
  bindings: Binding[]
}

/** The part of a viewer that decisions look at. A token acts with one role inside its scope. */
export interface Principal {
  subject: string
  groups: string[]
  token?: { role: Role; scope?: Partial<Scope> }
}

export interface Decision {
  allowed: boolean
  /** The deciding rule, for the audit log and the can-i page. */
  rule: string
  reason: string
}

const part = (granted: string, wanted: string | undefined): boolean =>
  granted === '*' || wanted === undefined || granted === wanted

/** A missing part of `wanted` means "on any", as for paths that name no scope. */
function covers(granted: Scope, wanted: Partial<Scope>): boolean {
  return (
    part(granted.cluster, wanted.cluster) &&
    part(granted.namespace, wanted.namespace) &&
    part(granted.service, wanted.service)
  )
}

const appliesTo = (binding: Binding, who: Principal): boolean =>
  (binding.group !== undefined && who.groups.includes(binding.group)) ||
  (binding.subject !== undefined && binding.subject === who.subject)

/** The bindings that speak of somebody; two people with the same ones may do the same. */
export const bindingsOf = (policy: Policy, who: Principal): Binding[] =>
  policy.bindings.filter((binding) => appliesTo(binding, who))

const grants = (binding: Binding, verb: Verb): boolean =>
  (binding.role !== undefined && roleVerbs[binding.role].has(verb)) ||
  (binding.verbs?.includes(verb) ?? false)

const name = (binding: Binding, index: number): string =>
  `binding ${index + 1}: ${binding.effect} ${binding.role ?? (binding.verbs ?? []).join(',')} to ${
    binding.group ? `group ${binding.group}` : `subject ${binding.subject ?? '?'}`
  } on ${binding.scope.cluster}/${binding.scope.namespace}/${binding.scope.service}`

/** Decides one verb on one scope. All bindings of all groups are looked at; a matching deny wins; default none. */
export function decide(policy: Policy, who: Principal, verb: Verb, wanted: Partial<Scope>): Decision {
  if (who.token) {
    const scope: Scope = { cluster: '*', namespace: '*', service: '*', ...who.token.scope }
    if (!roleVerbs[who.token.role].has(verb))
      return {
        allowed: false,
        rule: `token role ${who.token.role}`,
        reason: `The token's role ${who.token.role} does not include ${verb}.`,
      }
    if (!covers(scope, wanted))
      return { allowed: false, rule: 'token scope', reason: `The token's scope does not cover this ${verb}.` }
  }
  const matching = policy.bindings
    .map((binding, index) => ({ binding, index }))
    .filter(({ binding }) => appliesTo(binding, who) && grants(binding, verb))
  // A deny must cover the whole of what is asked; on "any scope" only a deny of everything counts.
  const denied = matching.find(
    ({ binding }) =>
      binding.effect === 'deny' &&
      covers(binding.scope, {
        cluster: wanted.cluster ?? (binding.scope.cluster === '*' ? undefined : '*'),
        namespace: wanted.namespace ?? (binding.scope.namespace === '*' ? undefined : '*'),
        service: wanted.service ?? (binding.scope.service === '*' ? undefined : '*'),
      }),
  )
  if (denied)
    return {
      allowed: false,
      rule: name(denied.binding, denied.index),
      reason: `A policy rule denies ${verb} here.`,
    }
  const allowed = matching.find(({ binding }) => binding.effect === 'allow' && covers(binding.scope, wanted))
  if (allowed)
    return {
      allowed: true,
      rule: name(allowed.binding, allowed.index),
      reason: `Allowed by ${name(allowed.binding, allowed.index)}.`,
    }
  return { allowed: false, rule: 'default', reason: `None of your groups is granted ${verb} here.` }
}
