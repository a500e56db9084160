'use client'
import type { RouteDto } from '@/lib/contracts/services'
import type { Verb } from '@/lib/domain/access/verbs'
import type { ServiceRef } from '@/lib/queries/services'
import { useCan, type May } from '@/lib/queries/use-can'
import { useOverridden } from '../override-gate'

/** Whether I may do `verb` on a route of a service: on one that another controller drives only while overriding it. */
export function useRouteCan(verb: Verb, service: ServiceRef, route: Pick<RouteDto, 'owner'>): May {
  const may = useCan(verb, service)
  const overridden = useOverridden()
  const driven = overridden === null ? drivenWords(route) : undefined
  return driven === undefined ? may : { allowed: false, reason: driven }
}

/** Why a route that another controller drives isn't moved from here; undefined for all others. */
export function drivenWords({ owner }: Pick<RouteDto, 'owner'>): string | undefined {
  return owner?.drives === true ? `${owner.tool} drives this route. ${owner.note}` : undefined
}
