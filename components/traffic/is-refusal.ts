import { ApiProblem } from '@/lib/queries/api-problem'

/** Refusals of a dry run that the real move would meet as well. */
const final = new Set([
  'blocked',
  'owned',
  'invalid',
  'unattainable',
  'unsupported',
  'forbidden',
  'read-only',
  'chain-rollback',
  'missing-destination',
])

/** Whether a dry run was refused for a reason that stands, and did not merely fail. */
export function isRefusal(error: Error | null): boolean {
  return error instanceof ApiProblem && final.has(error.code)
}
