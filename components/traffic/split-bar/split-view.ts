import type { RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import { destinationName } from '@/lib/domain/traffic/destination-name'
import { toneEntries } from '../service/tone-entries'
import { versionTones } from '../version-tone'
import type { Segment } from './segments'
import type { SplitDraft } from './split-draft'

/** The segments of the bar in the order of the draft, with names, tones and roles. */
export function segmentsOf(draft: SplitDraft, service: ServiceDetailDto, rule: RuleDto): Segment[] {
  const roles = new Map(service.versions.map(({ version, role }) => [version, role]))
  const names = new Map(rule.destinations.map((one) => [one.key, destinationName(one, rule.destinations)]))
  const tones = versionTones(toneEntries(service))
  return draft.keys.map((key) => {
    const name = names.get(key) ?? key
    return { key, name, tone: tones.get(name) ?? 'stable', role: roles.get(name) }
  })
}

/** The segment that presets apply to at first: the canary, else the last that is a version. */
export function presetTarget(segments: readonly Segment[], { destinations }: RuleDto): number {
  const canary = segments.findIndex(({ tone }) => tone === 'canary')
  if (canary >= 0) return canary
  const versions = new Set(destinations.flatMap(({ key, version }) => (version === undefined ? [] : [key])))
  const last = segments.findLastIndex(({ key }) => versions.has(key))
  return last >= 0 ? last : segments.length - 1
}

/** The stable version as a live release names it, and the one that is drawn as stable. */
export function stableOf(service: ServiceDetailDto): {
  byRelease: string | undefined
  shown: string | undefined
} {
  const byRelease = service.versions.find(({ role }) => role === 'stable')?.version
  const drawn = [...versionTones(toneEntries(service))].find(([, tone]) => tone === 'stable')
  return { byRelease, shown: byRelease ?? drawn?.[0] }
}

/** Requests a second of a service with one splitting rule; null where the rules' shares of it aren't known. */
export function rateOf(service: ServiceDetailDto): number | null {
  const splitting = service.routes.flatMap(({ rules }) => rules).filter(({ redirect }) => redirect !== true)
  if (service.observed === null || splitting.length !== 1) return null
  return service.observed.versions.reduce((sum, { rate }) => sum + rate, 0)
}
