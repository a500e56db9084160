import type { GraphViewDto } from '../../contracts/topology'
import { viewRights } from '../../domain/access/view-rights'
import { isDomainError } from '../../domain/errors'
import type { ServiceContext } from '../context'
import type { Follower } from '../topology/graph-port'
import { textAt } from '../topology/graph-texts'
import { cutOf, specOf } from '../topology/graph-view'
import type { TextParts } from '../topology/shared-text'

/** What graphs need of a stream's writer. */
export interface GraphWriter {
  send(event: string, data: unknown): void
  share(event: string, parts: TextParts): Promise<void>
  behind(): boolean
  onCaughtUp(listener: () => void): void
}

interface View {
  asked: GraphViewDto
  /** Of the rights that it is followed with. */
  rights: string
  follower: Follower
  /** Whether there may be something to take. */
  news: boolean
}

/**
 * Sends the frames `graph` of a stream. A reader that is behind is sent nothing until it has caught up, and then what
 * leads from where it is to the newest state, however many states that skips.
 */
export function followGraphs(
  ctx: ServiceContext,
  asked: readonly GraphViewDto[],
  writer: GraphWriter,
): () => void {
  const views: View[] = []
  let sending = false
  let stopped = false

  const follow = (view: GraphViewDto, since: string | undefined, index: number): View => {
    const rights = viewRights(ctx.ports.policy(), ctx.viewer)
    const follower = ctx.ports.graphs.follow(specOf(view, rights), cutOf(view), since, {
      news: () => {
        const current = views[index]
        if (current) current.news = true
        void send()
      },
      failed: (error) => writer.send('stale', { source: 'topology', detail: words(error) }),
    })
    return { asked: view, rights: rights.key, follower, news: false }
  }

  /** Whose rights have changed begins anew with the graph of the new ones. */
  const withRightsOfNow = (view: View, index: number): View => {
    if (viewRights(ctx.ports.policy(), ctx.viewer).key === view.rights) return view
    view.follower.stop()
    return (views[index] = follow(view.asked, undefined, index))
  }

  const send = async (): Promise<void> => {
    if (sending) return
    sending = true
    for (const [index, before] of views.entries()) {
      if (stopped || writer.behind()) break
      const view = withRightsOfNow(before, index)
      if (!view.news) continue
      view.news = false
      for (const { kind, text } of view.follower.take())
        await writer.share('graph', [`{"view":${index},"${kind}":`, ...textAt(text, ctx.now()), '}'])
    }
    sending = false
    if (!stopped && !writer.behind() && views.some(({ news }) => news)) await send()
  }

  writer.onCaughtUp(() => void send())
  for (const [index, view] of asked.entries()) views.push(follow(view, view.since, index))
  return () => {
    stopped = true
    for (const { follower } of views) follower.stop()
  }
}

const words = (error: unknown) =>
  isDomainError(error) ? error.message : 'The graph cannot be made now; the log says why.'
