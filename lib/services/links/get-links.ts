import type { z } from 'zod'
import type { LinksDto, MetricsQuery } from '../../contracts/services'
import { expandLink, placeholdersOf } from '../../domain/links/link-template'
import { scopeCovers } from '../../domain/release/rule-scope'
import type { ServiceRef } from '../../domain/traffic/model'
import { authorise, scopeOf } from '../authorise'
import { chartSpan } from '../catalogue/chart-span'
import type { ServiceContext } from '../context'
import { requireService } from '../traffic/find-route'

/** Links of the settings file to other tools, for a service and a window; one a version where the version is named. */
export async function getLinks(
  ctx: ServiceContext,
  service: ServiceRef,
  query: z.output<typeof MetricsQuery>,
): Promise<LinksDto> {
  await authorise(ctx, 'view', scopeOf(service))
  const { view } = requireService(ctx, service)
  const { from, to, window } = chartSpan(query, ctx.now())
  const values = {
    cluster: service.cluster,
    namespace: service.namespace,
    service: service.name,
    from: String(from.getTime()),
    to: String(to.getTime()),
    window: String(window),
  }
  const versions = ctx.ports.versionsOf(view, service).map(({ version }) => version)
  const items = ctx.ports
    .links()
    .filter(({ scope }) => scopeCovers(scope, service))
    .flatMap(({ name, url: template }) => {
      const named = placeholdersOf(template).includes('version') ? versions : [undefined]
      return named.flatMap((version) => {
        const url = expandLink(template, { ...values, ...(version === undefined ? {} : { version }) })
        return url === undefined ? [] : [{ name, url, ...(version === undefined ? {} : { version }) }]
      })
    })
  return { items }
}
