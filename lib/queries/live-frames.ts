import type { QueryKey } from '@tanstack/react-query'
import { z } from 'zod'
import { ServiceRefDto } from '../contracts/common'
import { DeltaDto, ReleaseFrameDto } from '../contracts/live'
import { auditKeys } from './audit'
import { findingKeys } from './findings'
import { operationKeys } from './operations'
import { releaseKeys } from './releases'
import { rolloutKeys } from './rollouts'
import { serviceKeys } from './services'
import { topologyKeys } from './topology'
import { waitingKeys } from './waiting'

/** Frames that change what is on screen; `stale` and `bye` concern the connection alone. */
export const dataFrames = ['snapshot', 'delta', 'release', 'operation', 'finding'] as const
export type DataFrame = (typeof dataFrames)[number]

/** The part of an operation that says what to fetch again. */
const OperationFrame = z.object({ id: z.string(), service: ServiceRefDto, release: z.string().optional() })
export const StaleFrame = z.object({ source: z.string(), detail: z.string() })

/** All that shows the state of clusters, releases and the log; not rights, and not dry runs. */
export const liveKeys: readonly QueryKey[] = [
  serviceKeys.all,
  topologyKeys.all,
  releaseKeys.all,
  waitingKeys.all,
  rolloutKeys.all,
  operationKeys.all,
  findingKeys.all,
  auditKeys.lists,
]

/** Kinds that releases of others are read from. */
const rolloutKinds: readonly string[] = ['Deployment', 'ReplicaSet', 'Rollout', 'Canary']

/** The keys to fetch again after a frame. A frame that isn't understood renews everything rather than nothing. */
export function keysOf(frame: DataFrame, data: unknown): readonly QueryKey[] {
  switch (frame) {
    case 'snapshot':
      return liveKeys
    case 'finding':
      return [findingKeys.all, serviceKeys.all]
    case 'release': {
      const parsed = ReleaseFrameDto.safeParse(data)
      if (!parsed.success) return liveKeys
      const { id, service } = parsed.data
      return [
        releaseKeys.release(id),
        releaseKeys.lists,
        waitingKeys.all,
        serviceKeys.service(service),
        serviceKeys.lists,
        topologyKeys.all,
      ]
    }
    case 'operation': {
      const parsed = OperationFrame.safeParse(data)
      if (!parsed.success) return liveKeys
      const { service, release } = parsed.data
      return [
        operationKeys.all,
        waitingKeys.all,
        rolloutKeys.all,
        serviceKeys.service(service),
        serviceKeys.lists,
        topologyKeys.all,
        auditKeys.lists,
        ...(release === undefined ? [] : [releaseKeys.release(release)]),
      ]
    }
    case 'delta': {
      const parsed = DeltaDto.safeParse(data)
      return parsed.success ? keysOfDelta(parsed.data) : liveKeys
    }
  }
}

function keysOfDelta({ scope, ...place }: DeltaDto): QueryKey[] {
  if (scope === 'audit') return [auditKeys.lists]
  if (scope === 'topology') return [topologyKeys.all]
  // Routes and pods are named after themselves, not after the service: its page is renewed whatever the kind.
  const service = place.kind === 'Service' ? serviceKeys.service(place) : serviceKeys.all
  const rollouts = rolloutKinds.includes(place.kind) ? [rolloutKeys.all] : []
  return [service, serviceKeys.lists, topologyKeys.all, findingKeys.all, ...rollouts]
}
