import type { Binding, Policy, Scope } from './decide'
import { covers, speaksOf } from './decide'
import { globCovers } from './scope-glob'
import type { Verb } from './verbs'
import { verbs } from './verbs'

export interface Right {
  verb: Verb
  /** With stars where it is any. */
  scope: Scope
}

/** A group, or one person. */
export interface Holder {
  group?: string
  subject?: string
  issuer?: string
}

/** What changes for those who are in this one group, or are this person, by the rules that name them. */
export interface RightsChange {
  who: Holder
  gained: Right[]
  lost: Right[]
  /** Denies that are new or gone: they also take from those who hold a right through another group. */
  denied: Right[]
  noLongerDenied: Right[]
}

/** Of so many places the first are looked at; a policy that is written by people has far fewer. */
const mostPlaces = 500

/** Everybody named in either policy for whom the other one would change something, in the order of the bindings. */
export function rightsDiff(before: Policy, after: Policy): RightsChange[] {
  return holdersOf([...before.bindings, ...after.bindings])
    .map((who) => changeFor(who, ofHolder(before, who), ofHolder(after, who)))
    .filter(({ who: _who, ...rights }) => Object.values(rights).some((some) => some.length > 0))
}

const keyOf = ({ group, subject, issuer }: Holder): string =>
  JSON.stringify(group === undefined ? [subject, issuer ?? null] : [group])

function holdersOf(bindings: readonly Binding[]): Holder[] {
  const found = bindings.map(({ group, subject, issuer }): Holder => {
    if (group !== undefined) return { group }
    return { ...(subject === undefined ? {} : { subject }), ...(issuer === undefined ? {} : { issuer }) }
  })
  return [...new Map(found.map((holder) => [keyOf(holder), holder])).values()]
}

const ofHolder = (policy: Policy, who: Holder): Binding[] =>
  policy.bindings.filter((binding) => keyOf(binding) === keyOf(who))

function changeFor(who: Holder, before: readonly Binding[], after: readonly Binding[]): RightsChange {
  const changes = verbs.map((verb) => {
    const [was, is] = [rulesOf(before, verb), rulesOf(after, verb)]
    const places = placesOf([...was.allows, ...is.allows], [...was.denies, ...is.denies])
    const where = (scopes: Scope[]): Right[] => widest(scopes).map((scope) => ({ verb, scope }))
    return {
      gained: where(places.filter((place) => allows(is, place) && !allows(was, place))),
      lost: where(places.filter((place) => allows(was, place) && !allows(is, place))),
      denied: where(without(is.denies, was.denies)),
      noLongerDenied: where(without(was.denies, is.denies)),
    }
  })
  return {
    who,
    gained: changes.flatMap(({ gained }) => gained),
    lost: changes.flatMap(({ lost }) => lost),
    denied: changes.flatMap(({ denied }) => denied),
    noLongerDenied: changes.flatMap(({ noLongerDenied }) => noLongerDenied),
  }
}

interface Rules {
  allows: Scope[]
  denies: Scope[]
}

function rulesOf(bindings: readonly Binding[], verb: Verb): Rules {
  const scopes = (effect: Binding['effect']) =>
    bindings
      .filter((binding) => binding.effect === effect && speaksOf(binding, verb))
      .map(({ scope }) => scope)
  return { allows: scopes('allow'), denies: scopes('deny') }
}

const allows = (rules: Rules, place: Scope): boolean =>
  rules.allows.some((scope) => covers(scope, place)) && !rules.denies.some((scope) => covers(scope, place))

/**
 * Where an answer can differ: what is allowed somewhere, and where that meets a deny. A star in a place is a name that
 * no rule names, so that a rule which covers the place covers all of it.
 */
function placesOf(allowed: readonly Scope[], denied: readonly Scope[]): Scope[] {
  const met = allowed.flatMap((one) => denied.flatMap((other) => meetingOf(one, other) ?? []))
  return unique([...allowed, ...met]).slice(0, mostPlaces)
}

function meetingOf(one: Scope, other: Scope): Scope | undefined {
  const cluster = meeting(one.cluster, other.cluster)
  const namespace = meeting(one.namespace, other.namespace)
  const service = meeting(one.service, other.service)
  if (cluster === undefined || namespace === undefined || service === undefined) return undefined
  return { cluster, namespace, service }
}

/** The names that two parts have in common; of two that overlap only halfway the plainest pattern of both. */
function meeting(one: string, other: string): string | undefined {
  const joined = (head: string, tail: string) => head.replace(/\*$/, '') + tail
  return [one, other, joined(one, other), joined(other, one)].find(
    (name) => globCovers(one, name) && globCovers(other, name),
  )
}

const textOf = ({ cluster, namespace, service }: Scope) => JSON.stringify([cluster, namespace, service])
const unique = (scopes: readonly Scope[]): Scope[] => [
  ...new Map(scopes.map((scope) => [textOf(scope), scope])).values(),
]

const widest = (scopes: readonly Scope[]): Scope[] =>
  unique(scopes).filter(
    (scope) => !scopes.some((other) => textOf(other) !== textOf(scope) && covers(other, scope)),
  )

function without(scopes: readonly Scope[], known: readonly Scope[]): Scope[] {
  const texts = new Set(known.map(textOf))
  return scopes.filter((scope) => !texts.has(textOf(scope)))
}
