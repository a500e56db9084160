'use client'
import type { RouteDto, RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import { weightDirection, type Direction } from '@/lib/domain/traffic/direction'
import { useCan, type May } from '@/lib/queries/use-can'
import { isRefusal } from '../is-refusal'
import { useOverridden } from '../override-gate'
import { drivenWords } from '../service/use-route-can'
import type { SplitDraftState } from './use-split-draft'

export interface SplitRights {
  disabled: boolean
  /** Why the bar can't be moved, or only one way. */
  reason?: string
  up: May
  down: May
}

/** Whether the bar may be moved: what the data plane can do first, then what the viewer may. */
export function useSplitRights(service: ServiceDetailDto, route: RouteDto, rule: RuleDto): SplitRights {
  const up = useCan('weight.increase', service)
  const down = useCan('weight.decrease', service)
  const overridden = useOverridden()
  const cannot = (overridden === null ? drivenWords(route) : undefined) ?? incapable(route, rule)
  if (cannot !== undefined) return { disabled: true, reason: cannot, up, down }
  if (up.allowed || down.allowed) {
    const half = up.allowed ? undefined : 'You may move traffic back to the stable version only.'
    return { disabled: false, up, down, ...(half === undefined ? {} : { reason: half }) }
  }
  const reason = up.reason ?? down.reason
  return { disabled: true, up, down, ...(reason === undefined ? {} : { reason }) }
}

function incapable(route: RouteDto, rule: RuleDto): string | undefined {
  if (rule.fixed !== undefined) return rule.fixed
  if (rule.redirect === true) return 'This rule redirects; it sends no traffic to versions.'
  if (rule.delegate !== undefined) {
    return `This rule delegates to ${rule.delegate.namespace}/${rule.delegate.name}; move the split there.`
  }
  if (!route.capabilities.weights)
    return (
      route.capabilities.notes?.weights ??
      `Weights of ${route.kind} objects cannot be set on ${route.dataPlane}.`
    )
  if (rule.destinations.length < 2) return 'There is one destination only. Add a version to split traffic.'
  if (rule.total === 0)
    return 'All weights of this rule are zero, so there is no split to move. Cut over to a version instead.'
  return undefined
}

interface ApplyQuestion {
  state: SplitDraftState
  rule: RuleDto
  stable: string | undefined
  rights: SplitRights
  /** Of the dry run. */
  error: Error | null
}

/** Which way the draft moves weight, and why it can't be applied, if it can't. Back to stable always can. */
export function applyBlock(question: ApplyQuestion): { direction: Direction; blocked: string | undefined } {
  const { state, rule, stable, rights, error } = question
  if (state.overtaken)
    return { direction: 'up', blocked: 'Choose first what to do with the change of the route.' }
  const direction = weightDirection(rule.destinations.map(asWeighted), state.draft.weights, stable)
  const may = direction === 'up' ? rights.up : rights.down
  if (!may.allowed) return { direction, blocked: may.reason ?? 'Your rights are being read.' }
  const refused = direction === 'up' && isRefusal(error)
  return { direction, blocked: refused ? 'This change would be refused, for the reason above.' : undefined }
}

function asWeighted({ key, version, weight }: RuleDto['destinations'][number]) {
  return { key, weight, ...(version === undefined ? {} : { version }) }
}
