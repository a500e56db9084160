import { z } from 'zod'
import { CheckBody } from '@/lib/contracts/plans'
import { issueWords } from './issue-words'

export type CheckKind = z.output<typeof CheckBody>['kind']

/** A check as it is typed: every value is text, empty where the API has a default or none is wanted. */
export interface CheckDraft {
  kind: CheckKind
  values: Readonly<Record<string, string>>
}

export interface CheckField {
  name: string
  label: string
  /** Under the field. */
  hint: string
  /** The API's default, shown as a placeholder. */
  fallback: string
  numeric: boolean
}

interface CheckKindWords {
  kind: CheckKind
  /** As in the menu that adds one. */
  title: string
  /** One plain sentence. */
  words: string
  fields: readonly CheckField[]
}

const number = (name: string, label: string, hint: string, fallback = ''): CheckField => ({
  name,
  label,
  hint,
  fallback,
  numeric: true,
})
const text = (name: string, label: string, hint: string, fallback = ''): CheckField => ({
  name,
  label,
  hint,
  fallback,
  numeric: false,
})
const ratio = number('maxRatio', 'At most × stable', 'The largest ratio that is still good enough.', '2')
const slo = number('slo', 'Objective, percent', 'Where there is one; 50 to 99.9999.')

/** Every kind of check with its fields, in the order of the menu. */
export const checkKinds: readonly CheckKindWords[] = [
  {
    kind: 'success-rate',
    title: 'Success rate',
    words: 'Fails when the canary fails more often than stable, beyond chance.',
    fields: [text('name', 'Name', '', 'Success rate'), ratio, slo],
  },
  {
    kind: 'all-succeed',
    title: 'Every request succeeds',
    words: 'One failed request fails it.',
    fields: [
      text('name', 'Name', '', 'Every request succeeds'),
      number('minRequests', 'Requests, at least', 'It passes once so many succeeded.'),
    ],
  },
  {
    kind: 'latency',
    title: 'Latency',
    words: 'Compares the share of requests that are slower than a bound.',
    fields: [
      text('name', 'Name', '', 'Latency'),
      number('thresholdMs', 'Slower than, ms', 'The next bound of the histogram is used.'),
      ratio,
      slo,
    ],
  },
  {
    kind: 'burn',
    title: 'Error budget',
    words: 'Fails when the canary alone burns its error budget too fast.',
    fields: [
      text('name', 'Name', '', 'Error budget'),
      number('slo', 'Objective, percent', '50 to 99.9999.'),
      number('maxBurn', 'Burn, at most ×', '14.4 is what pages people.', '14.4'),
    ],
  },
  {
    kind: 'pods',
    title: 'Pods',
    words: 'Crash loops, restarts and pods that do not get ready.',
    fields: [text('name', 'Name', '', 'Pods'), number('maxRestarts', 'Restarts, at most', '', '2')],
  },
  {
    kind: 'promql',
    title: 'PromQL',
    words: 'A number of your own with conditions; $version and $stable stand for the versions.',
    fields: [
      text('name', 'Name', ''),
      text('query', 'Query', 'Answers one number.'),
      text('pass', 'Passes if', 'Such as < 0.5'),
      text('fail', 'Fails if', 'Such as >= 2'),
      text('hold', 'Holds if', ''),
    ],
  },
  {
    kind: 'counters',
    title: 'Counters',
    words: 'Two counters of your own: all, and the bad ones among them.',
    fields: [
      text('name', 'Name', ''),
      text('total', 'All', 'A selector such as orders_total{version=$version}'),
      text('bad', 'Bad ones', 'A selector such as orders_lost_total{version=$version}'),
      ratio,
      slo,
    ],
  },
]

export const kindWords = (kind: CheckKind): CheckKindWords => {
  const found = checkKinds.find((entry) => entry.kind === kind)
  if (found === undefined) throw new Error(`There is no check of kind ${kind}.`)
  return found
}

/** The check as the API takes it, right or wrong; empty values are left out. */
export function checkBody({ kind, values }: CheckDraft): Record<string, unknown> {
  const filled = kindWords(kind).fields.flatMap(({ name, numeric }) => {
    const value = (values[name] ?? '').trim()
    if (value === '') return []
    return [[name, numeric && !Number.isNaN(Number(value)) ? Number(value) : value] as const]
  })
  return { kind, ...Object.fromEntries(filled) }
}

/** What is wrong with a check, by field; empty for a good one. */
export function checkProblems(draft: CheckDraft): Record<string, string> {
  const parsed = CheckBody.safeParse(checkBody(draft))
  if (parsed.success) return {}
  return Object.fromEntries(
    parsed.error.issues.map((issue) => {
      const [name] = issue.path
      if (name === undefined) return ['pass', issueWords(issue)]
      const empty = (draft.values[String(name)] ?? '').trim() === ''
      return [String(name), empty ? 'Needed.' : issueWords(issue)]
    }),
  )
}

const Body = z.looseObject({
  kind: z.enum(['success-rate', 'all-succeed', 'latency', 'counters', 'burn', 'pods', 'promql']),
})

/** Reads a check as the API takes it; null for anything else. */
export function checkDraftOf(body: unknown): CheckDraft | null {
  const parsed = Body.safeParse(body)
  if (!parsed.success) return null
  const { kind, ...values } = parsed.data
  const texts = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
  )
  return { kind, values: Object.fromEntries(texts) }
}

/** A check of an address, where it stands as JSON. */
export function checkOfText(json: string): CheckDraft | null {
  try {
    return checkDraftOf(JSON.parse(json))
  } catch {
    return null
  }
}

/** What a plan is judged by when it names no checks. */
export const defaultChecks: readonly CheckDraft[] = [
  { kind: 'success-rate', values: {} },
  { kind: 'pods', values: {} },
]
