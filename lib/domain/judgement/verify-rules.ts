import type { ServiceCounts } from '../topology/traffic'
import type { TelemetryTarget } from '../topology/telemetry-target'
import type { Route, Rule } from '../traffic/model'
import {
  verifySplit,
  type DesiredShare,
  type SplitVerification,
  type UnverifiableReason,
  type VerificationOptions,
} from './split-verification'
import { boundToGatewaysAlone } from '../traffic/bound-to-gateways'
import { governedCounts, type Governs } from './governed-callers'
import { toleranceOf } from './tolerance'

export interface RuleVerification {
  route: string
  rule: string
  verification: SplitVerification
}

interface Candidate {
  route: Route
  rule: Rule
  desired: DesiredShare[]
  unknownVersion: boolean
  /** Mirrored copies are in the same counts. */
  mirrored: boolean
  /** The backends are counted as one. */
  together: boolean
}

/**
 * Verifies every rule of a service that sends somewhere, from counts that know versions but no rules. Rules with the
 * same split are verified together, rules with versions of their own by those; the rest is `several-rules`. `targets`
 * are what the counts come from where a proxy counts by place: they name rules, and Services without a version.
 * `governs` tells which callers follow a route of gateways: only they count for it.
 */
export function verifyRules(
  routes: readonly Route[],
  counts: ServiceCounts | undefined,
  options: VerificationOptions = {},
  targets: readonly TelemetryTarget[] = [],
  governs?: Governs,
): RuleVerification[] {
  const candidates = routes.flatMap((route) =>
    route.rules
      .filter(({ destinations }) => destinations.length > 0)
      // An operator's own counts have nothing to do with how a proxy names its places.
      .map((rule) => candidateOf(route, rule, counts?.custom === true ? [] : targets)),
  )
  return candidates.map((candidate) => ({
    route: candidate.route.id,
    rule: candidate.rule.id,
    verification: verifyOne(candidate, candidates, seenBy(candidate, counts, governs), options),
  }))
}

const order = { off: 0, unverifiable: 1, converging: 2, verified: 3 }

/** The verification that a service is shown with: its worst rule's. */
export function worstVerification(rules: readonly RuleVerification[]): SplitVerification | undefined {
  return rules
    .map(({ verification }) => verification)
    .reduce<SplitVerification | undefined>(
      (worst, one) => (worst === undefined || order[one.state] < order[worst.state] ? one : worst),
      undefined,
    )
}

function candidateOf(route: Route, rule: Rule, targets: readonly TelemetryTarget[]): Candidate {
  const own = targets.filter(({ rules }) =>
    rules.some((one) => one.route === route.id && one.rule === rule.id),
  )
  const named = (host: string) =>
    own.find(
      ({ version, backend, together }) =>
        together !== true && version === undefined && backend.name === host.split('.')[0],
    )
  const shares = new Map<string, number>()
  for (const { version, host, percent } of rule.destinations) {
    const counted = version ?? named(host)?.backend.name
    if (counted !== undefined) shares.set(counted, (shares.get(counted) ?? 0) + percent)
  }
  return {
    route,
    rule,
    desired: [...shares].map(([version, percent]) => ({ version, percent })),
    unknownVersion: rule.destinations.some(
      ({ version, host, percent }) =>
        version === undefined && named(host) === undefined && (percent > 0 || rule.destinations.length === 1),
    ),
    mirrored: own.some((target) => target.mirrored),
    together: own.some((target) => target.together === true),
  }
}

function verifyOne(
  own: Candidate,
  all: readonly Candidate[],
  { counts, governed }: SeenCounts,
  options: VerificationOptions,
): SplitVerification {
  const atGateway = (found: SplitVerification) => (governed ? found : besideGateway(found))
  const given = own.rule.sticky === undefined ? options : { ...options, sticky: own.rule.sticky }
  const whole = verifySplit(own.desired, counts, given)
  if (own.route.telemetry === 'none' && counts?.custom !== true) return replaced(whole, 'no-telemetry')
  if (own.together) return replaced(whole, 'counted-together')
  if (own.unknownVersion) return replaced(whole, 'unknown-version')
  if (own.mirrored) return replaced(whole, 'mirrored')
  const others = all.filter((candidate) => candidate !== own && !sameSplit(candidate.desired, own.desired))
  if (others.length === 0) return atGateway(whole)
  const shared = versionsOf(own).some((version) =>
    others.some((other) => versionsOf(other).includes(version)),
  )
  if (!shared && others.every((other) => !other.unknownVersion))
    return atGateway(verifySplit(own.desired, counts && restricted(counts, own, others), given))
  if (whole.state === 'off' && impossible(own, others, whole)) return atGateway(whole)
  return replaced(whole, 'several-rules')
}

interface SeenCounts {
  counts: ServiceCounts | undefined
  /** They are of callers that follow the route, and of no others. */
  governed: boolean
}

/** What counts for a rule: of a route of gateways alone what came through them, where that is known. */
function seenBy(
  { route }: Candidate,
  counts: ServiceCounts | undefined,
  governs: Governs | undefined,
): SeenCounts {
  // A proxy's own counts hold nothing but what went through it.
  const ownCounts = route.telemetry === 'traefik' || route.telemetry === 'envoy'
  if (ownCounts || !boundToGatewaysAlone(route)) return { counts, governed: true }
  const own = counts && governs && governedCounts(counts, route, governs)
  return own === undefined ? { counts, governed: false } : { counts: own, governed: true }
}

/** Callers inside the mesh are not governed by a route of a gateway alone, so they may explain a wrong share. */
const besideGateway = (verification: SplitVerification): SplitVerification =>
  verification.state === 'off' ? replaced(verification, 'gateway-only') : verification

/**
 * Whether a share is wrong however much the other rules take: when each sends to one version, all other versions can
 * only get less than this rule alone would give them.
 */
function impossible(own: Candidate, others: readonly Candidate[], whole: SplitVerification): boolean {
  const targets = new Set(others.flatMap(versionsOf))
  if (own.rule.match.length > 0 || others.some(({ desired }) => desired.length !== 1)) return false
  return whole.versions.some(({ version, low }) => {
    const percent = own.desired.find((share) => share.version === version)?.percent
    return percent !== undefined && !targets.has(version) && low > percent + toleranceOf(percent)
  })
}

/** Without the versions of other rules; strays stay with the rule that matches everything. */
function restricted(counts: ServiceCounts, own: Candidate, others: readonly Candidate[]): ServiceCounts {
  const foreign = new Set(others.flatMap(versionsOf))
  const keepsStrays = own.rule.match.length === 0
  return {
    ...counts,
    versions: counts.versions.filter(
      ({ version }) => versionsOf(own).includes(version) || (keepsStrays && !foreign.has(version)),
    ),
  }
}

function versionsOf({ desired }: Candidate): string[] {
  return desired.map(({ version }) => version)
}

function sameSplit(a: readonly DesiredShare[], b: readonly DesiredShare[]): boolean {
  const wanted = (shares: readonly DesiredShare[]) => shares.filter(({ percent }) => percent > 0)
  const percents = new Map(wanted(a).map(({ version, percent }) => [version, percent]))
  return (
    wanted(b).length === percents.size &&
    wanted(b).every(({ version, percent }) => Math.abs((percents.get(version) ?? -1) - percent) < 0.01)
  )
}

function replaced(verification: SplitVerification, reason: UnverifiableReason): SplitVerification {
  const { requestsSeen, versions } = verification
  return { state: 'unverifiable', reason, requestsSeen, versions }
}
