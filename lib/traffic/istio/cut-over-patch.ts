import type { JsonPatch } from '@/lib/domain/kube'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { patchWrite } from '../planned-writes'
import { requireVersion } from '../require-version'
import { isBacking } from './destination-version'
import { planDestinations } from './new-destination'
import { destinationTests, inRule, ownRules, type RouteContext, type RuleContext } from './rule-context'
import { effectiveWeights } from './schema'
import { oldWeightTest, weightOp } from './weight-patch'

/** What a rule that weighs nothing is given, as one without weights has. */
const WHOLE = 100

/** The weights of one rule after a cut-over. */
interface Cut {
  context: RuleContext
  /** By place; those of destinations that are none of the service's stay. */
  weights: number[]
  /** What the version gets that the rule does not have yet. */
  appended: number
}

/**
 * Everything that the rules of a route send to the service goes to one version; destinations elsewhere keep their
 * share. Throws `invalid` for a version that nothing runs, `unsupported` where no rule sends to the service.
 */
export function planCutOver(route: RouteContext, to: string): PlannedWrite[] {
  requireVersion(route.view, route.service, to, 'to')
  const cuts = ownRules(route).map((context) => cutOf(context, to))
  const lacking = cuts.filter(({ appended }) => appended > 0)
  const { destinations, before } = planDestinations(
    lacking.map(({ context }) => context),
    to,
    'to',
  )
  const patch = cuts.flatMap((cut) => cutPatch(cut, destinations[lacking.indexOf(cut)]))
  const isTest = ({ op }: JsonPatch[number]) => op === 'test'
  const ordered = [...patch.filter(isTest), ...patch.filter((op) => !isTest(op))]
  return [...before, ...patchWrite(route.virtualService.object, ordered)]
}

function cutOf(context: RuleContext, to: string): Cut {
  const { written, rule, resolver, virtualService } = context
  const current = effectiveWeights(written.route)
  const own = written.route.map(({ destination }) =>
    isBacking(resolver, destination.host, virtualService.namespace),
  )
  const total = current.reduce((sum, weight) => sum + weight, 0)
  const moved =
    total === 0
      ? WHOLE
      : current.reduce((sum, weight, index) => (own[index] === true ? sum + weight : sum), 0)
  const place = rule.destinations.findIndex(({ version }) => version === to)
  const weights = current.map((weight, index) =>
    own[index] === true ? (index === place ? moved : 0) : weight,
  )
  return { context, weights, appended: place < 0 ? moved : 0 }
}

function cutPatch({ context, weights, appended }: Cut, destination: JsonObject | undefined): JsonPatch {
  const { written } = context
  const added = appended > 0 && destination !== undefined
  const current = effectiveWeights(written.route)
  const touched = [...weights.entries()].filter(
    ([index, weight]) => weight !== current[index] && (added || written.route.length > 1),
  )
  if (touched.length === 0 && !added) return []
  return [
    ...destinationTests(written),
    ...touched.flatMap(([index]) => oldWeightTest(written, index)),
    ...touched.map(([index, weight]) => weightOp(written, index, weight)),
    ...(added
      ? [
          {
            op: 'add' as const,
            path: inRule(written, 'route', '-'),
            value: { destination, weight: appended },
          },
        ]
      : []),
  ]
}
