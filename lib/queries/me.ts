import { queryOptions } from '@tanstack/react-query'
import type { Verb } from '../domain/access/verbs'
import { CanDto, MeDto } from '../contracts/access'
import { getJson, lookAnyway } from './fetch-json'

export interface CanScope {
  cluster?: string | undefined
  namespace?: string | undefined
  service?: string | undefined
}

export const meKeys = { me: ['me'] as const, can: ['can'] as const }

/** Who I am and what I may do. */
export function meQuery() {
  return queryOptions({
    queryKey: meKeys.me,
    queryFn: ({ signal }) => getJson(MeDto, '/me', { signal }),
    staleTime: 60_000,
  })
}

/** Who I am, asked although the session has ended: somebody may have signed in again. Throws `ApiProblem`. */
export const lookForMe = (): Promise<MeDto> => lookAnyway(MeDto, '/me')

/** Whether I may do `verb` on a scope, with the deciding rule. */
export function canQuery(verb: Verb, scope: CanScope) {
  return queryOptions({
    queryKey: [...meKeys.can, verb, scope.cluster, scope.namespace, scope.service],
    queryFn: ({ signal }) => getJson(CanDto, '/me/can', { query: { verb, ...scope }, signal }),
    staleTime: 60_000,
  })
}
