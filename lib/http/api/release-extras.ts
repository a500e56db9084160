import { z } from 'zod'
import { Id } from '../../contracts/common'
import * as contract from '../../contracts/releases'
import type { ServiceContext } from '../../services/context'
import { approveRelease } from '../../services/releases/approve-release'
import { releaseDto } from '../../services/releases/read-releases'
import { requireRelease } from '../../services/releases/require-release'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'

const byId = {
  params: z.object({ id: Id }),
  exists: async (ctx: ServiceContext, { id }: { id: string }) => {
    await requireRelease(ctx, id)
  },
}

/** What belongs to releases besides their verbs. */
export const releaseExtraRoutes: RouteEntry[] = [
  {
    path: '/releases/{id}/approvals',
    methods: {
      POST: endpoint({
        ...byId,
        summary: 'Approve or reject a plan, or a step that waits for it',
        verbs: ['approve'],
        body: contract.ApprovalBody,
        answer: contract.ReleaseDto,
        run: async (ctx, { params, body }) => {
          const release = await approveRelease(ctx, { id: params.id, ...body })
          ctx.ports.pokeEngine()
          return { body: await releaseDto(ctx, release) }
        },
      }),
    },
  },
]
