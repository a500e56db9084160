import type { OperationDto } from '@/lib/contracts/moves'
import type { ServiceDetailDto, VerificationDto } from '@/lib/contracts/services'

export type TickName = 'intent' | 'applied' | 'converging' | 'verified'
export interface Tick {
  name: TickName
  words: string
  state: 'waiting' | 'done' | 'wrong'
  /** RFC 3339. */
  at?: string
}

/** When the observed split was first seen to follow, and the last word about it since the write. */
export interface Seen {
  converging?: string
  verified?: string
  verification?: VerificationDto
}

/** Adds what a fresh reading of the service says; the same object when it says nothing new. */
export function observe(
  seen: Seen,
  operation: OperationDto,
  detail: Pick<ServiceDetailDto, 'observed'> | undefined,
): Seen {
  const observed = detail?.observed
  const rule = observed?.rules.find(
    (entry) => entry.route === operation.route && entry.rule === operation.rule,
  )
  if (!observed || rule === undefined || operation.outcome !== 'applied') return seen
  // A reading from before the write may say "verified" about the split of before.
  if (Date.parse(observed.at) <= Date.parse(operation.finishedAt ?? operation.at)) return seen
  const { verification } = rule
  const follows = verification.state === 'converging' || verification.state === 'verified'
  const next: Seen = {
    ...seen,
    verification,
    ...(follows && seen.converging === undefined ? { converging: observed.at } : {}),
    ...(verification.state === 'verified' && seen.verified === undefined ? { verified: observed.at } : {}),
  }
  const same =
    next.converging === seen.converging &&
    next.verified === seen.verified &&
    next.verification?.state === seen.verification?.state &&
    next.verification?.requestsSeen === seen.verification?.requestsSeen
  return same ? seen : next
}

/** True once nothing more is to be expected. `off` is no end: a slow split may still arrive. */
export function isOver(operation: OperationDto, seen: Seen): boolean {
  if (operation.outcome === 'pending' || operation.outcome === 'unknown') return false
  if (operation.outcome !== 'applied') return true
  return seen.verified !== undefined || seen.verification?.state === 'unverifiable'
}

/** The four ticks of a move: intent recorded, applied, observed converging, verified. */
export function ticksOf(operation: OperationDto, seen: Seen): Tick[] {
  return [
    { name: 'intent', words: 'intent recorded', state: 'done', at: operation.at },
    appliedTick(operation),
    convergingTick(operation, seen),
    seen.verified === undefined
      ? { name: 'verified', words: 'verified', state: 'waiting' }
      : { name: 'verified', words: 'verified', state: 'done', at: seen.verified },
  ]
}

function appliedTick({ outcome, at, finishedAt }: OperationDto): Tick {
  if (outcome === 'applied') return { name: 'applied', words: 'applied', state: 'done', at: finishedAt ?? at }
  if (outcome === 'pending') return { name: 'applied', words: 'being applied', state: 'waiting' }
  if (outcome === 'unknown')
    return { name: 'applied', words: 'not known yet; being looked up', state: 'waiting' }
  return { name: 'applied', words: outcome.replace('-', ' '), state: 'wrong', at: finishedAt ?? at }
}

function convergingTick(operation: OperationDto, seen: Seen): Tick {
  const { verification } = seen
  if (verification?.state === 'off') {
    return { name: 'converging', words: `off: ${verification.reason}`, state: 'wrong' }
  }
  if (verification?.state === 'unverifiable') {
    return { name: 'converging', words: `cannot be verified: ${verification.reason}`, state: 'wrong' }
  }
  if (seen.converging !== undefined) {
    return { name: 'converging', words: 'observed converging', state: 'done', at: seen.converging }
  }
  const words = operation.outcome === 'applied' ? 'waiting for traffic' : 'observed converging'
  return { name: 'converging', words, state: 'waiting' }
}
