import { globCovers, isAny } from './scope-glob'
import type { Role, Verb } from './verbs'
import { isVerb, roleHolds } from './verbs'

export interface Scope {
  cluster: string
  namespace: string
  service: string
}

/**
 * One line of the policy; a `*` in a part of the scope means any run of characters. `deny` wins over every allow.
 * People are issuer and subject; a subject without an issuer is that subject of any.
 */
export interface Binding {
  group?: string
  subject?: string
  issuer?: string
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
  issuer: string
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

/** A binding with its place in the policy. */
export interface Rule {
  binding: Binding
  index: number
}

const parts = ['cluster', 'namespace', 'service'] as const

/** Whether a scope covers another whole one, whose parts may be patterns themselves. */
export const covers = (wide: Scope, narrow: Scope): boolean =>
  parts.every((part) => globCovers(wide[part], narrow[part]))

const appliesTo = (binding: Binding, who: Principal): boolean =>
  (binding.group !== undefined && who.groups.includes(binding.group)) ||
  (binding.subject !== undefined &&
    binding.subject === who.subject &&
    (binding.issuer === undefined || binding.issuer === who.issuer))

/** The bindings that speak of somebody; two people with the same ones may do the same. */
export const bindingsOf = (policy: Policy, who: Principal): Binding[] =>
  policy.bindings.filter((binding) => appliesTo(binding, who))

/** Whether a binding speaks of a verb. */
export const speaksOf = (binding: Binding, verb: Verb): boolean =>
  (binding.role !== undefined && roleHolds(binding.role, verb)) || (binding.verbs?.includes(verb) ?? false)

/** Whom a binding is for, in words. */
export const whoseBinding = ({ group, subject, issuer }: Pick<Binding, 'group' | 'subject' | 'issuer'>) =>
  group !== undefined
    ? `group ${group}`
    : `subject ${subject ?? '?'}${issuer === undefined ? '' : ` of ${issuer}`}`

/** The rule as the audit log and the can-i page name it. */
export const ruleName = ({ binding, index }: Rule): string => {
  const what = [...(binding.role === undefined ? [] : [binding.role]), ...(binding.verbs ?? [])].join(',')
  const { cluster, namespace, service } = binding.scope
  return `binding ${index + 1}: ${binding.effect} ${what} to ${whoseBinding(binding)} on ${cluster}/${namespace}/${service}`
}

const no = (rule: string, reason: string): Decision => ({ allowed: false, rule, reason })

/**
 * Decides one verb. All bindings of all groups are looked at, in whatever order they stand; a deny wins over every
 * allow; what nothing grants is denied, and so is a verb that there is not. A part that `wanted` leaves out means "on
 * any": allowed where at least one such scope is. With `*` for every part it is asked for everything at once.
 */
export function decide(policy: Policy, who: Principal, verb: Verb, wanted: Partial<Scope>): Decision {
  if (parts.every((part) => isAny(wanted[part] ?? ''))) return decideEverywhere(policy, who, verb)
  if (!isVerb(verb)) return no('unknown verb', 'There is no such permission.')
  if (who.token && !roleHolds(who.token.role, verb))
    return no(`token role ${who.token.role}`, `The token's role ${who.token.role} does not include ${verb}.`)
  const asked = insideToken(who.token?.scope, wanted)
  if (!asked) return no('token scope', `The token's scope does not cover this ${verb}.`)
  const { allows, denies } = rulesFor(policy, who, verb)
  let refusing: Rule | undefined
  for (const allow of allows) {
    const place = placeIn(allow.binding.scope, asked)
    if (!place) continue
    const deny = denies.find(({ binding }) => covers(binding.scope, place))
    if (!deny) return { allowed: true, rule: ruleName(allow), reason: `Allowed by ${ruleName(allow)}.` }
    refusing ??= deny
  }
  refusing ??= denies.find(({ binding }) => covers(binding.scope, { ...anywhere, ...named(asked) }))
  if (refusing) return no(ruleName(refusing), `A policy rule denies ${verb} here.`)
  return no('default', `None of your groups is granted ${verb} here.`)
}

/**
 * Decides a verb whose effect has no scope, such as changing the policy itself: it has to be granted everywhere, and
 * denied nowhere.
 */
function decideEverywhere(policy: Policy, who: Principal, verb: Verb): Decision {
  const anyhow = decide(policy, who, verb, {})
  if (!anyhow.allowed) return anyhow
  if (Object.keys(named(who.token?.scope ?? {})).length > 0)
    return no('token scope', `${verb} counts everywhere, and the token only inside its scope.`)
  const { allows, denies } = rulesFor(policy, who, verb)
  const [deny] = denies
  if (deny) return no(ruleName(deny), `A policy rule denies ${verb} in a part, and it counts everywhere.`)
  const allow = allows.find(({ binding }) => parts.every((part) => isAny(binding.scope[part])))
  if (!allow) return no('default', `${verb} counts everywhere, and you hold it only in a part.`)
  return { allowed: true, rule: ruleName(allow), reason: `Allowed by ${ruleName(allow)}.` }
}

const anywhere: Scope = { cluster: '*', namespace: '*', service: '*' }

function rulesFor(policy: Policy, who: Principal, verb: Verb): { allows: Rule[]; denies: Rule[] } {
  const rules = policy.bindings
    .map((binding, index): Rule => ({ binding, index }))
    .filter(({ binding }) => appliesTo(binding, who) && speaksOf(binding, verb))
  return {
    allows: rules.filter(({ binding }) => binding.effect === 'allow'),
    denies: rules.filter(({ binding }) => binding.effect !== 'allow'),
  }
}

/** The parts that name something. */
const named = (scope: Partial<Scope>): Partial<Scope> =>
  Object.fromEntries(
    parts.flatMap((part) => {
      const value = scope[part]
      return value === undefined || isAny(value) ? [] : [[part, value] as const]
    }),
  )

/** What is asked, inside what a token is for; undefined where the two have nothing in common. */
function insideToken(limits: Partial<Scope> | undefined, wanted: Partial<Scope>): Partial<Scope> | undefined {
  const limited = named(limits ?? {})
  const fits = parts.every(
    (part) => limited[part] === undefined || wanted[part] === undefined || limited[part] === wanted[part],
  )
  return fits ? { ...limited, ...withoutUndefined(wanted) } : undefined
}

const withoutUndefined = (scope: Partial<Scope>): Partial<Scope> =>
  Object.fromEntries(parts.filter((part) => scope[part] !== undefined).map((part) => [part, scope[part]]))

/**
 * The place that stands for all that a granted scope and the question have in common: a star in it is a name that no
 * rule names, so that a deny which covers the place covers all of it.
 */
function placeIn(granted: Scope, asked: Partial<Scope>): Scope | undefined {
  const place: Scope = { ...granted, ...withoutUndefined(asked) }
  return covers(granted, place) ? place : undefined
}
