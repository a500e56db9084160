import { DomainError } from '@/lib/domain/errors'
import type { Rule } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { patchWrite } from '../planned-writes'
import { ruleWords } from './badges'
import { ownBackends, type RouteContext } from './rule-context'
import type { RouteRule } from './schema'
import { weightPatch } from './weight-patch'

/**
 * Gives one version everything that the service's versions have, on every rule that splits between them; other services'
 * backends keep their share. Throws `missing-destination` for a rule that doesn't have the version.
 */
export function planCutOver(context: RouteContext, to: string): PlannedWrite[] {
  const { route, rules, service } = context
  const concerned = route.rules.flatMap((written) => {
    const rule = rules[written.index]
    const own = ownBackends(context, written)
    const movable =
      rule !== undefined && own.length > 0 && rule.madeBy === undefined && rule.redirect !== true
    return movable ? [{ written, rule, own }] : []
  })
  if (concerned.length === 0) {
    throw new DomainError('unsupported', `No rule of this route sends to ${service.name}.`)
  }
  const patch = concerned.flatMap(({ written, rule, own }) =>
    weightPatch(written, allTo(written, rule, own, to)),
  )
  return patchWrite(route.object, patch)
}

function allTo(written: RouteRule, { destinations }: Rule, own: readonly number[], to: string): number[] {
  const target = own.find((index) => destinations[index]?.version === to)
  if (target === undefined) {
    throw new DomainError(
      'missing-destination',
      `${ruleWords(written)} has no destination for version ${to}. Add the version there first.`,
    )
  }
  const sum = own.reduce((all, index) => all + (destinations[index]?.weight ?? 0), 0)
  return destinations.map(({ weight }, index) => {
    if (index === target) return sum > 0 ? sum : 1
    return own.includes(index) ? 0 : weight
  })
}
