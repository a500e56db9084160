import { DomainError } from '../../domain/errors'
import type { Route } from '../../domain/traffic/model'
import { keptInFile, writerNote } from '../../domain/traffic/writer-note'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import type { MoveInput } from './move-input'

/** A route that another controller drives is never fought, unless somebody who may says so and why. */
export async function refuseOwned(
  ctx: ServiceContext,
  route: Route,
  input: Pick<MoveInput, 'service' | 'override' | 'reason'>,
): Promise<void> {
  if (route.owner?.drives !== true) return
  if (input.override !== true)
    throw new DomainError('owned', `${route.owner.tool} drives this route: ${route.owner.note}`, {
      current: { owner: route.owner },
    })
  await authorise(ctx, 'override', scopeOf(input.service))
  if ((input.reason ?? '') === '')
    throw new DomainError('reason-required', 'Say why this route is moved against its controller.', {
      fields: [{ path: 'reason', message: 'is required with `override`' }],
    })
}

/** What goes along with a move of a route that somebody else keeps. */
export function ownerFindings(route: Route): OperationRecord['findings'] {
  if (route.owner) {
    const title = `${route.owner.tool}: ${route.owner.note}`
    return [{ code: 'owned-elsewhere', severity: 'warning', title }]
  }
  const manager = route.writer?.manager ?? ''
  const note = keptInFile(manager) ? writerNote(manager) : undefined
  return note === undefined ? [] : [{ code: 'kept-in-a-file', severity: 'hint', title: note }]
}
