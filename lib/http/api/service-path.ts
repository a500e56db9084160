import { RoutePath, RulePath, ServicePath } from '../../contracts/services'
import type { ServiceRef } from '../../domain/traffic/model'
import type { ServiceContext } from '../../services/context'
import { requireRoute, requireRule, requireService } from '../../services/traffic/find-route'

export const serviceRef = (params: { c: string; ns: string; name: string }): ServiceRef => ({
  cluster: params.c,
  namespace: params.ns,
  name: params.name,
})

const scope = (params: { c: string; ns: string; name: string }) => ({
  cluster: params.c,
  namespace: params.ns,
  service: params.name,
})

export const servicePath = { params: ServicePath, scope }
export const routePath = { params: RoutePath, scope }
export const rulePath = { params: RulePath, scope }

/** Throws `not-found` unless service and route are there and may be seen. */
export function routeExists(
  ctx: ServiceContext,
  params: { c: string; ns: string; name: string; route: string },
): void {
  const service = serviceRef(params)
  requireRoute(ctx.ports, requireService(ctx, service).view, service, params.route)
}

/** Throws `not-found` unless service, route and rule are all there and may be seen. */
export function ruleExists(
  ctx: ServiceContext,
  params: { c: string; ns: string; name: string; route: string; rule: string },
): void {
  const service = serviceRef(params)
  const { view } = requireService(ctx, service)
  requireRule(requireRoute(ctx.ports, view, service, params.route).route, params.rule)
}
