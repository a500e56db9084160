import { EventsQuery } from '../../contracts/live'
import type { Viewer } from '../../domain/access/viewer'
import { isDomainError } from '../../domain/errors'
import { can } from '../../services/authorise'
import type { ServiceContext } from '../../services/context'
import { watchEvents } from '../../services/live/watch-events'
import { acceptsGzip } from '../accepts-gzip'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'
import { eventStream } from '../sse'

const groupsOf = ({ groups }: Viewer) => JSON.stringify([...groups].sort())

/**
 * Why a stream may not go on: what it tells was chosen by the groups of its beginning. While the database is away
 * nothing is known, and it goes on.
 */
async function refusalOf(ctx: ServiceContext, renewed: () => Promise<Viewer>): Promise<string | undefined> {
  if (!can(ctx, 'view', {}).allowed) return 'forbidden'
  try {
    return groupsOf(await renewed()) === groupsOf(ctx.viewer) ? undefined : 'groups-changed'
  } catch (error) {
    return isDomainError(error) && error.code === 'unauthenticated' ? 'expired' : undefined
  }
}

export const liveRoutes: RouteEntry[] = [
  {
    path: '/events',
    methods: {
      GET: endpoint({
        summary: 'What changes, as it changes (text/event-stream)',
        verbs: ['view'],
        query: EventsQuery,
        media: ['text/event-stream'],
        run: async (ctx, { query, headers, signal, renewed }) => {
          const watch = await watchEvents(ctx, query, headers.get('last-event-id'))
          const options = {
            signal,
            expiresAt: ctx.viewer.expiresAt,
            credentialId: ctx.viewer.credentialId,
            gzip: acceptsGzip(headers.get('accept-encoding')),
            refused: () => refusalOf(ctx, renewed),
          }
          return { stream: eventStream(options, watch) }
        },
      }),
    },
  },
]
