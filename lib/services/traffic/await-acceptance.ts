import { isDomainError } from '../../domain/errors'
import type { Route } from '../../domain/traffic/model'
import type { OperationRecord } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { requireRoute, requireView } from './find-route'

/** Controllers answer within half a second; a person waits no longer than this for them. */
const patienceMs = 3000

/**
 * Where the data plane reports on its routes, waits until its controller has looked at what was written, and tells what
 * it said in the findings of the answer. The outcome is recorded already: the write stands whatever comes of this.
 */
export async function awaitAcceptance(
  ctx: ServiceContext,
  operation: OperationRecord,
): Promise<OperationRecord> {
  if (operation.outcome !== 'applied' || operation.writes.length === 0) return operation
  if (seen(ctx, operation)?.conditions === undefined) return operation
  const route = await settled(ctx, operation)
  const findings = route === undefined ? [unobserved] : refusals(route)
  return { ...operation, findings: [...operation.findings, ...findings] }
}

const unobserved = {
  code: 'route-not-observed',
  severity: 'warning',
  title: 'The controller of this route has not looked at the change yet',
}

function refusals(route: Route): OperationRecord['findings'] {
  return (route.conditions ?? [])
    .filter(({ ok }) => !ok)
    .map(({ parent, type, reason, message }) => ({
      code: 'route-not-accepted',
      severity: 'blocking',
      title: `${parent} says ${type} is false: ${reason}${message === '' ? '' : ` – ${message}`}`,
    }))
}

/** The route as the cache has it once it is what was written and its controller has seen that; undefined in vain. */
async function settled(ctx: ServiceContext, operation: OperationRecord): Promise<Route | undefined> {
  const look = () => {
    const route = seen(ctx, operation)
    const written = route?.revision === operation.revision
    return written && route.conditions?.every(({ stale }) => !stale) === true ? route : undefined
  }
  return await new Promise((resolve) => {
    const finish = (route: Route | undefined) => {
      clearTimeout(timer)
      stop()
      resolve(route)
    }
    const stop = ctx.ports.clusters.onChange(() => {
      const route = look()
      if (route) finish(route)
    })
    const timer = setTimeout(() => finish(look()), patienceMs)
    const route = look()
    if (route) finish(route)
  })
}

function seen(ctx: ServiceContext, { service, route }: OperationRecord): Route | undefined {
  try {
    return requireRoute(ctx.ports, requireView(ctx, service.cluster), service, route ?? '').route
  } catch (error) {
    if (isDomainError(error)) return undefined
    throw error
  }
}
