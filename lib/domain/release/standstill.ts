import type { ServiceRef } from '../traffic/model'
import { isOpen, nextOpening } from './business-hours'
import type { ReleaseRules } from './release-rules'
import { scopeCovers } from './rule-scope'

/** Why a release must not go on now. */
export interface Standstill {
  /** Name of the freeze, or of the hours that are not open. */
  name: string
  /** RFC 3339: when the service is free to move again; absent where that is too far away to tell. */
  until?: string
  /** Nobody can go past it. */
  absolute?: true
}

/** Windows that follow one another without a gap, at most so many, count as one standstill. */
const mostWindows = 50

/** The freeze or the closed business hours that keep releases of the service from going on at a moment, if any. */
export function standstillAt(rules: ReleaseRules, service: ServiceRef, at: Date): Standstill | undefined {
  const first = windowAt(rules, service, at.getTime())
  if (!first) return undefined
  let last: Window | undefined = first
  let until = first.until
  for (let count = 0; last && until !== undefined; count += 1) {
    if (count === mostWindows) return { name: first.name }
    last = windowAt(rules, service, until)
    if (last) until = last.until
  }
  return { name: first.name, ...(until === undefined ? {} : { until: new Date(until).toISOString() }) }
}

interface Window {
  name: string
  until: number | undefined
}

function windowAt(rules: ReleaseRules, service: ServiceRef, at: number): Window | undefined {
  const freeze = rules.freezes.find(
    ({ scope, from, to }) => scopeCovers(scope, service) && Date.parse(from) <= at && at < Date.parse(to),
  )
  if (freeze) return { name: freeze.name, until: Date.parse(freeze.to) }
  const hours = rules.hours.filter(({ scope }) => scopeCovers(scope, service))
  if (hours.length === 0 || hours.some((each) => isOpen(each, at))) return undefined
  const openings = hours.map((each) => nextOpening(each, at)).filter((each) => each !== undefined)
  return {
    name: hours.map(({ name }) => name).join(', '),
    until: openings.length === 0 ? undefined : Math.min(...openings),
  }
}
