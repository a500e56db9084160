import type { ServiceDetailDto } from '@/lib/contracts/services'
import type { ServiceRef } from '@/lib/queries/services'
import type { NewRelease } from '@/lib/queries/use-release-verbs'
import { planBodyOf } from './plan-body'
import { planFormOf, putPlan, type PlanForm } from './plan-form'

/** The fields of the wizard as they stand in the address; text, empty where not given. */
export interface NewReleaseForm extends PlanForm {
  /** `cluster/namespace/name`. */
  service: string
  from: string
  to: string
}

/** Reads the fields from an address; what is not there gets its default. */
export function formOf(search: URLSearchParams): NewReleaseForm {
  const text = (name: string) => (search.get(name) ?? '').trim()
  return { service: text('service'), from: text('from'), to: text('to'), ...planFormOf(search) }
}

/** The address with every field in it, so that a link says all. */
export function searchOf(form: NewReleaseForm, reason = ''): string {
  const search = new URLSearchParams()
  for (const name of ['service', 'from', 'to'] as const) if (form[name] !== '') search.set(name, form[name])
  putPlan(search, form)
  if (reason.trim() !== '') search.set('reason', reason.trim())
  return search.toString()
}

/** `cluster/namespace/name` as a reference; null while it isn't one. */
export function serviceOf(text: string): ServiceRef | null {
  const [cluster, namespace, name, ...more] = text.split('/')
  if (!cluster || !namespace || !name || more.length > 0) return null
  return { cluster, namespace, name }
}

/** A duration such as 90s, 5m or 1h in seconds; null when it isn't one. */
export function secondsOf(text: string): number | null {
  const found = /^(\d{1,6})(s|m|h)$/.exec(text)
  if (found === null) return null
  return Number(found[1]) * (found[2] === 'h' ? 3600 : found[2] === 'm' ? 60 : 1)
}

export interface VersionChoice {
  version: string
  /** Whether a rule that `from` is in already sends to it. */
  routed: boolean
  /** Desired percent in the first rule that names it; null where no rule does. */
  percent: number | null
  ready: number
}

/** The versions of a service, those with most traffic first. */
export function versionChoices(detail: ServiceDetailDto): VersionChoice[] {
  const destinations = detail.routes.flatMap(({ rules }) => rules.flatMap((rule) => rule.destinations))
  return detail.versions
    .map(({ version, workloads }) => {
      const found = destinations.find((destination) => destination.version === version)
      return {
        version,
        routed: found !== undefined,
        percent: found?.percent ?? null,
        ready: workloads.reduce((sum, workload) => sum + workload.ready, 0),
      }
    })
    .toSorted((a, b) => (b.percent ?? -1) - (a.percent ?? -1))
}

/** From where to where, when the address doesn't say: from the version with most traffic to the newest other one. */
export function suggestedVersions(
  choices: readonly VersionChoice[],
  chosenFrom: string,
): { from: string; to: string } {
  const from = chosenFrom === '' ? (choices[0]?.version ?? '') : chosenFrom
  const others = choices.filter(({ version }) => version !== from).map(({ version }) => version)
  const newest = others.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)
  return { from, to: newest ?? '' }
}

/** What POST /releases takes; null while something is missing or wrong. */
export function bodyOf(form: NewReleaseForm, reason: string): NewRelease | null {
  const service = serviceOf(form.service)
  if (service === null || form.from === '' || form.to === '' || form.from === form.to) return null
  const plan = planBodyOf(form)
  if (plan === null) return null
  const note = reason.trim()
  return {
    service,
    from: form.from,
    to: form.to,
    plan,
    ...(note === '' ? {} : { reason: note }),
  }
}
