import type { RouteDto } from '@/lib/contracts/services'

type RouteBadge = NonNullable<RouteDto['badges']>[number]

const subjects: Readonly<Record<string, string>> = {
  'outlier-detection': 'Outlier detection',
  'connection-pool': 'Connection pool',
  'consistent-hash': 'Consistent hash',
}
/** Told at the rule already. */
const toldElsewhere = new Set(['priority', 'sticky'])
/** A constant of an API, alone or after the versions that it holds for: `v1: LEAST_REQUEST`. */
const CONSTANT = /^(?:(.+): )?([A-Z]+(?:_[A-Z]+)*)$/

/** What is special about a route, each with its subject in words, without what its rules say themselves. */
export function badgeLines(badges: readonly RouteBadge[]): string[] {
  return badges.filter(({ kind }) => !toldElsewhere.has(kind)).map(badgeWords)
}

function badgeWords({ kind, words }: RouteBadge): string {
  const [, versions, constant] = kind === 'load-balancer' ? (CONSTANT.exec(words) ?? []) : []
  if (constant !== undefined) {
    const policy = constant.toLowerCase().replaceAll('_', ' ')
    return `Load balancing${versions === undefined ? '' : ` of ${versions}`}: ${policy}`
  }
  const subject = subjects[kind]
  return subject === undefined ? words : `${subject}: ${words}`
}
