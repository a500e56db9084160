import type { z } from 'zod'
import type { TopologyQuery } from '../../contracts/topology'
import { viewRights } from '../../domain/access/view-rights'
import { authorise } from '../authorise'
import type { ServiceContext } from '../context'
import { pastTopology } from '../replay/past-topology'
import { requireView } from '../traffic/find-route'
import { cutOut } from './graph-state'
import { textAt } from './graph-texts'
import { cutOf, specOf, windowSeconds } from './graph-view'
import type { TextParts } from './shared-text'

/** A graph as JSON, which viewers with the same rights share but for its age. */
export interface TopologyAnswer {
  /** Of live graphs; that of the past is not followed. */
  revision?: string
  text: TextParts
}

/** The graph of what the viewer may see: the live one, or with `at` that of a moment with the routes of that time. */
export async function getTopology(
  ctx: ServiceContext,
  query: z.output<typeof TopologyQuery>,
): Promise<TopologyAnswer> {
  await authorise(ctx, 'view', { cluster: query.cluster })
  if (query.at !== undefined) return { text: [await pastText(ctx, query, query.at)] }
  const spec = specOf(query, viewRights(ctx.ports.policy(), ctx.viewer))
  const { revision, text } = await ctx.ports.graphs.read(spec, cutOf(query))
  return { revision, text: textAt(text, ctx.now()) }
}

/** The routes of the past come from `services/replay`. */
async function pastText(
  ctx: ServiceContext,
  query: z.output<typeof TopologyQuery>,
  at: string,
): Promise<string> {
  const clusters = query.cluster === undefined ? ctx.ports.clusters.names() : [query.cluster]
  for (const cluster of clusters) requireView(ctx, cluster)
  const past = { at, window: windowSeconds(query.window), level: query.level, clusters }
  const graph = cutOut(await pastTopology(ctx, past), cutOf(query))
  const age = Math.max(0, (ctx.now().getTime() - Date.parse(graph.at)) / 1000)
  return JSON.stringify({ ...graph, age, revision: `at ${graph.at}` })
}
