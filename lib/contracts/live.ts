import { z } from 'zod'
import { GraphViewDto, mostViews } from './topology'

const EventScope = z.enum(['topology', 'services', 'releases', 'operations', 'audit'])
export const EventsQuery = z.strictObject({
  /** By comma; all when left out. */
  scopes: z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(EventScope))
    .optional(),
  namespaces: z.string().max(5000).optional(),
  /** Id of the last frame that the reader knows; `Last-Event-ID`, which only a browser's own reconnect sends, goes before. */
  after: z
    .string()
    .regex(/^\d{1,16}$/)
    .optional(),
  /** Graphs to follow: a JSON array of views, at most eight. Frames `graph` name them by their place in it. */
  graphs: z
    .string()
    .max(20_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'graphs is not JSON' })
        return z.NEVER
      }
    })
    .pipe(z.array(GraphViewDto).max(mostViews))
    .optional(),
})
/** What `delta` frames carry: which object changed and by whom, so that the right queries are fetched again. */
export const DeltaDto = z.object({
  scope: z.enum(['services', 'topology', 'audit']),
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  kind: z.string(),
  writer: z.object({ manager: z.string(), time: z.string() }).optional(),
})
export type DeltaDto = z.infer<typeof DeltaDto>
export const ReleaseFrameDto = z.object({
  id: z.string(),
  version: z.number(),
  service: z.object({ cluster: z.string(), namespace: z.string(), name: z.string() }),
})
