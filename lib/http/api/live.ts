import { EventsQuery } from '../../contracts/live'
import { watchEvents } from '../../services/live/watch-events'
import { endpoint } from '../endpoint'
import type { RouteEntry } from '../match-path'
import { eventStream } from '../sse'

export const liveRoutes: RouteEntry[] = [
  {
    path: '/events',
    methods: {
      GET: endpoint({
        summary: 'What changes, as it changes (text/event-stream)',
        verbs: ['view'],
        query: EventsQuery,
        run: async (ctx, { query, headers, signal }) => {
          const watch = await watchEvents(ctx, query, headers.get('last-event-id'))
          return { stream: eventStream(signal, ctx.viewer.expiresAt, watch) }
        },
      }),
    },
  },
]
