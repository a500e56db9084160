'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import type { CreateReleaseBody } from '../contracts/releases'
import { ReleaseDto } from '../contracts/releases'
import { apiPath, sendJson } from './fetch-json'
import { operationKeys } from './operations'
import { releaseKeys } from './releases'
import { serviceKeys } from './services'
import { topologyKeys } from './topology'

export type ReleaseVerb =
  'start' | 'pause' | 'resume' | 'promote' | 'promote-full' | 'abort' | 'retry' | 'undo' | 'retire'
export type NewRelease = Omit<z.input<typeof CreateReleaseBody>, 'dryRun'>

function useRefresh() {
  const client = useQueryClient()
  // Not awaited: the answer of an abort is shown at once.
  return () => {
    for (const queryKey of [releaseKeys.all, serviceKeys.all, operationKeys.all, topologyKeys.all]) {
      void client.invalidateQueries({ queryKey })
    }
  }
}

/** One verb on one release. Fails with `ApiProblem`: `wrong-state` carries `state` and `allowed`. */
export function useReleaseVerb() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, verb, reason }: { id: string; verb: ReleaseVerb; reason?: string }) =>
      sendJson(
        ReleaseDto,
        'POST',
        apiPath('releases', id, verb),
        reason === undefined ? {} : { body: { reason } },
      ),
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
