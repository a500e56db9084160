import { z } from 'zod'
import { DomainError, isDomainError } from '../domain/errors'
import { Prisma } from './generated/client'

const DriverFailure = z.object({
  driverAdapterError: z.object({
    cause: z.object({ kind: z.string(), originalCode: z.string().optional() }),
  }),
})

/** Prisma's codes for: unreachable, timed out, closed, no free connection, transaction over time or in conflict. */
const awayCodes = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1008',
  'P1010',
  'P1011',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  'P2037',
])
/** SQLSTATE: connection, authorisation, resources, operator, deadlock, lock or statement timeout, I/O, no such database. */
const awayStates = /^(08|28|53|57|58)|^(40001|40P01|55P03|25P03|3D000)$/
/** Kinds of the driver adapter without a SQLSTATE. */
const awayKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
])
/** The pool's and driver's own errors have no code, only words. */
const awayWords =
  /^(timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Cannot use a pool after)/
const readOnlyState = '25006'

/** Runs database work; what means "away" or "read-only" is thrown as a DomainError, all else as it came. */
export async function withStoreErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toStoreError(error)
  }
}

/** `audit-unavailable`: without the database nothing can be recorded, so nothing may be done. */
export function auditUnavailable(cause: unknown): DomainError {
  return new DomainError(
    'audit-unavailable',
    'The database does not answer, so nothing can be recorded.',
    {},
    { cause },
  )
}

/** The error of a database call as callers shall see it. */
export function toStoreError(error: unknown): unknown {
  const { state, kind } = driverFailure(error)
  if (state === readOnlyState) {
    return new DomainError('read-only', 'The database takes no writes at the moment.', {}, { cause: error })
  }
  return isAway(error, state, kind) ? auditUnavailable(error) : error
}

/** Whether the database undid the transaction to end a deadlock or a conflict, so that it may be run again. */
export function isWriteConflict(error: unknown): boolean {
  if (isDomainError(error)) return isWriteConflict(error.cause)
  const { state } = driverFailure(error)
  return hasCode(error, 'P2034') || state === '40001' || state === '40P01'
}

/** Whether a unique key or index refused the row. */
export function isDuplicate(error: unknown): boolean {
  return hasCode(error, 'P2002') || driverFailure(error).state === '23505'
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === code
}

function driverFailure(error: unknown): { state?: string | undefined; kind?: string } {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return {}
  const cause = DriverFailure.safeParse(error.meta).data?.driverAdapterError.cause
  return cause ? { state: cause.originalCode, kind: cause.kind } : {}
}

function isAway(error: unknown, state?: string, kind?: string): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return awayCodes.has(error.code) || awayStates.test(state ?? '') || awayKinds.has(kind ?? '')
  }
  if (!(error instanceof Error) || isDomainError(error)) return false
  return awayWords.test(error.message) || ('syscall' in error && 'errno' in error)
}
