'use client'
import { useQuery } from '@tanstack/react-query'
import type { Verb } from '../domain/access/verbs'
import { canQuery } from './me'
import type { ServiceRef } from './services'

export interface May {
  allowed: boolean
  /** Why not; undefined while it isn't known yet. */
  reason?: string
}

/** Whether I may do `verb` on a service; not until the API has said so. */
export function useCan(verb: Verb, service: ServiceRef): May {
  const { data, error } = useQuery(
    canQuery(verb, { cluster: service.cluster, namespace: service.namespace, service: service.name }),
  )
  if (data !== undefined) return data
  return error === null
    ? { allowed: false }
    : { allowed: false, reason: `Your rights could not be read: ${error.message}` }
}
