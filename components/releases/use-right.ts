'use client'
import { useQuery } from '@tanstack/react-query'
import { canQuery } from '@/lib/queries/me'
import type { ServiceRef } from '@/lib/queries/services'

/** Why I may not, undefined when I may; without a service, on any. */
export function useRight(verb: 'release.create' | 'start', service: ServiceRef | null): string | undefined {
  const scope =
    service === null ? {} : { cluster: service.cluster, namespace: service.namespace, service: service.name }
  const { data, error } = useQuery(canQuery(verb, scope))
  if (data !== undefined) return data.allowed ? undefined : data.reason
  return error === null ? 'Your rights are being read.' : `Your rights could not be read: ${error.message}`
}
