import type { OperationDto } from '../../contracts/moves'
import type { Page, PageQuery } from '../../domain/ports'
import type { ServiceRef } from '../../domain/traffic/model'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireOperation } from './undo-operation'

/** The operation as the API answers it. */
export function operationDto(operation: OperationRecord): OperationDto {
  const { inverse, images: _images, ...rest } = operation
  return { ...rest, undoable: operation.outcome === 'applied' && inverse.length > 0 }
}

export async function getOperation(ctx: ServiceContext, id: string): Promise<OperationDto> {
  const operation = await requireOperation(ctx, id)
  await authorise(ctx, 'view', scopeOf(operation.service))
  return operationDto(operation)
}

/** Newest first; those of services that the viewer may not see are left out. */
export async function listOperations(
  ctx: ServiceContext,
  query: PageQuery & { service?: ServiceRef; release?: string },
): Promise<Page<OperationDto>> {
  await authorise(ctx, 'view', query.service ? scopeOf(query.service) : {})
  const page = await ctx.ports.store.operations.list(query)
  return {
    items: page.items
      .filter((operation) => can(ctx, 'view', scopeOf(operation.service)).allowed)
      .map(operationDto),
    next: page.next,
  }
}
