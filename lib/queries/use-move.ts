'use client'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { OperationDto } from '../contracts/moves'
import { auditKeys } from './audit'
import { sendJson } from './fetch-json'
import { moveCall, type MoveRequest } from './move-call'
import { operationKeys } from './operations'
import { releaseKeys } from './releases'
import { rolloutKeys } from './rollouts'
import { serviceKeys } from './services'
import { topologyKeys } from './topology'

async function perform(request: MoveRequest, dryRun: boolean, signal?: AbortSignal) {
  const { method, path, body } = moveCall(request, dryRun)
  return await sendJson(OperationDto, method, path, { body, ...(signal === undefined ? {} : { signal }) })
}

/**
 * Performs a move. The operation that comes back may be `applied`, or `unknown`: then ask for it again until it is
 * settled. Fails with `ApiProblem`; whatever happened, what is on screen is fetched again.
 */
export function useMove() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (request: MoveRequest) => perform(request, false),
    // Not awaited: the answer is shown at once, what is around it follows.
    onSettled: (_operation, _error, request) => {
      const keys = [
        serviceKeys.service(request.service),
        serviceKeys.lists,
        operationKeys.all,
        topologyKeys.all,
        releaseKeys.all,
        rolloutKeys.all,
        auditKeys.lists,
      ]
      for (const queryKey of keys) void client.invalidateQueries({ queryKey })
    },
  })
}

/** The dry run of a move: its patch and findings, nothing changed. `null` asks for nothing. */
export function previewQuery(request: MoveRequest | null) {
  return queryOptions({
    queryKey: ['preview', request],
    queryFn: ({ signal }) => {
      if (request === null) throw new Error('There is nothing to preview.')
      return perform(request, true, signal)
    },
    enabled: request !== null,
    staleTime: 5_000,
    gcTime: 30_000,
    retry: false,
    refetchOnWindowFocus: false,
  })
}
