import { findAll } from '../../domain/findings/catalogue'
import type { Finding } from '../../domain/findings/finding'
import type { ClusterView } from '../../domain/kube'
import type { ServiceRef } from '../../domain/traffic/model'
import type { Ports } from '../context'
import { routesOf } from '../traffic/find-route'

/** The findings of one service on a view. */
export function findingsOf(ctx: { ports: Ports }, view: ClusterView, service: ServiceRef): Finding[] {
  return findAll({
    view,
    service,
    routes: routesOf(ctx.ports, view, service),
    versions: ctx.ports.versionsOf(view, service),
  })
}
