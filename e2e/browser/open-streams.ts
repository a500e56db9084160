import type { BrowserContext, Page, Request } from '@playwright/test'

/** The event streams that are open in a context, by the tab that holds each. */
export function openStreams(context: BrowserContext): () => Page[] {
  const open = new Set<Request>()
  const isStream = (request: Request) => new URL(request.url()).pathname === '/api/v1/events'
  context.on('request', (request) => {
    if (isStream(request)) open.add(request)
  })
  const ended = (request: Request) => void open.delete(request)
  context.on('requestfinished', ended)
  context.on('requestfailed', ended)
  return () => {
    // Nobody tells of the end of what a closed tab had open.
    const pages = [...open].map((request) => request.frame().page())
    return pages.filter((page) => !page.isClosed())
  }
}
