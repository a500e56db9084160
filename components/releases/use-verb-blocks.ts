'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { canQuery } from '@/lib/queries/me'
import { useCan, type May } from '@/lib/queries/use-can'
import { stateReason, type AllowedVerb } from './verb-reasons'

/** Why each verb can't be used now; undefined where it can. */
export type VerbBlocks = Readonly<Record<Exclude<AllowedVerb, 'abort'> | 'override', string | undefined>>

/** What the state allows first, then what the viewer may. */
export function useVerbBlocks(release: ReleaseDto): VerbBlocks {
  const { service } = release
  const start = useCan('start', service)
  const pause = useCan('pause', service)
  const resume = useCan('resume', service)
  const promote = useCan('promote', service)
  const full = useCan('promote.full', service)
  const undo = useCan('undo', service)
  const retire = useCan('retire', service)
  const create = useCan('release.create', service)
  const override = useCan('override', service)
  const weight = useCan('weight.increase', service)
  const lower = useCan('weight.decrease', service)
  const block = (verb: AllowedVerb, may: May) => stateReason(release, verb) ?? mayReason(may)
  return {
    start: block('start', start),
    pause: block('pause', pause),
    resume: block('resume', resume),
    promote: block('promote', promote),
    'promote-full': block('promote-full', full),
    retry: block('retry', start),
    undo: block('undo', undo),
    retire: block('retire', retire),
    delete: block('delete', create),
    override: block('promote', override),
    'set-weight': block('set-weight', weight.allowed ? weight : lower),
  }
}

function mayReason(may: May): string | undefined {
  return may.allowed ? undefined : (may.reason ?? 'Your rights are being read.')
}

/** Why abort can't be used. Only a clear no of the API counts: rights not read yet never stand in its way. */
export function useAbortBlock(release: ReleaseDto): string | undefined {
  const { cluster, namespace, name } = release.service
  const { data } = useQuery(canQuery('abort', { cluster, namespace, service: name }))
  const forbidden = data?.allowed === false ? data.reason : undefined
  return stateReason(release, 'abort') ?? forbidden
}
