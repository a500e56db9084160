import type { OperationRecord } from '../../domain/traffic/operation'
import { operationDto } from '../../services/operations/read-operations'
import type { Answer } from '../endpoint'

/** Of an operation that is over, and of one whose outcome is not known yet. */
export const operationStatuses = [200, 202]

/** 202 with the place to look, while the outcome is not known. */
export function operationAnswer(operation: OperationRecord): Answer {
  const body = operationDto(operation)
  return operation.outcome === 'unknown' || operation.outcome === 'pending'
    ? { status: 202, body, headers: { location: `/api/v1/operations/${operation.id}` } }
    : { body }
}
