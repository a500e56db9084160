'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import type { ApprovalBody, CreateReleaseBody, SetWeightBody } from '../contracts/releases'
import { ReleaseDto } from '../contracts/releases'
import { apiPath, sendJson } from './fetch-json'
import { operationKeys } from './operations'
import { releaseKeys } from './releases'
import { serviceKeys } from './services'
import { topologyKeys } from './topology'
import { waitingKeys } from './waiting'

export type ReleaseVerb =
  'start' | 'pause' | 'resume' | 'promote' | 'promote-full' | 'abort' | 'retry' | 'undo' | 'retire'
/** What a verb may be given: `override` belongs to promote, `drift` to resume. */
export interface VerbOptions {
  reason?: string
  override?: boolean
  drift?: 'adopt' | 'restore'
}
export type NewRelease = Omit<z.input<typeof CreateReleaseBody>, 'dryRun'>

function useRefresh() {
  const client = useQueryClient()
  // Not awaited: the answer of an abort is shown at once.
  return () => {
    for (const queryKey of [
      releaseKeys.all,
      waitingKeys.all,
      serviceKeys.all,
      operationKeys.all,
      topologyKeys.all,
    ]) {
      void client.invalidateQueries({ queryKey })
    }
  }
}

/** One verb on one release. Fails with `ApiProblem`: `wrong-state` carries `state` and `allowed`. */
export function useReleaseVerb() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, verb, ...options }: { id: string; verb: ReleaseVerb } & VerbOptions) =>
      sendJson(
        ReleaseDto,
        'POST',
        apiPath('releases', id, verb),
        Object.keys(options).length === 0 ? {} : { body: options },
      ),
    onSettled: refresh,
  })
}

/** Sets the canary's weight by hand, which pauses the release. */
export function useSetReleaseWeight() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string } & z.input<typeof SetWeightBody>) =>
      sendJson(ReleaseDto, 'PUT', apiPath('releases', id, 'weight'), { body }),
    onSettled: refresh,
  })
}

/** One person's word on the plan of a release. */
export function useApproval() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string } & z.input<typeof ApprovalBody>) =>
      sendJson(ReleaseDto, 'POST', apiPath('releases', id, 'approvals'), { body }),
    onSettled: refresh,
  })
}

/** Makes a draft. */
export function useCreateRelease() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (body: NewRelease) => sendJson(ReleaseDto, 'POST', '/releases', { body }),
    onSuccess: refresh,
  })
}

/** Deletes a draft. */
export function useDeleteRelease() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (id: string) => sendJson(z.unknown(), 'DELETE', apiPath('releases', id)),
    onSettled: refresh,
  })
}
