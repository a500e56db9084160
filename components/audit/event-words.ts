import type { AuditEventDto } from '@/lib/contracts/audit'

type Described = Pick<AuditEventDto, 'kind' | 'action' | 'before' | 'after' | 'detail'>

/** One changed value; undefined means that it was not there. */
export interface Change {
  /** Dotted path inside before and after. */
  path: string
  before?: string
  after?: string
}

/** What differs between before and after, leaf by leaf, in the order of before and then of after. */
export function changesOf(before: unknown, after: unknown): Change[] {
  return compare('', present(before), present(after))
}

/** Before and after in words: "v2 10 % → 25 %", "state running → paused", "no mirror → v2 100 %". */
export function changeWords(event: Described): string[] {
  return [...weightWords(event), ...mirrorWords(event), ...otherWords(event)]
}

/** One line for the list: the change, else what the event tells about itself. */
export function eventWords(event: Described): string {
  const told = event.kind === 'release' ? textAt(event.detail, 'words') : undefined
  if (event.kind === 'policy') return policyWords(event)
  const words = changeWords(event)
  if (told !== undefined && told !== '') return told
  const created = createdWords(event)
  if (created !== undefined) return created
  if (words.length > 0) return words.join(', ')
  return detailWords(event)
}

/** The text at a key of an object; undefined when there is none. */
export function textAt(value: unknown, key: string): string | undefined {
  const found = present(value)?.[key]
  return typeof found === 'string' ? found : undefined
}

/** "v1 → v2, linear, plan d31592b6…" of a new release, whose whole plan is in `after`. */
function createdWords({ action, after }: Described): string | undefined {
  const [from, to, hash] = ['from', 'to', 'planHash'].map((key) => textAt(after, key))
  if (action !== 'release.create' || from === undefined || to === undefined) return undefined
  const plan = present(after)?.['plan']
  const name = textAt(present(plan)?.['template'], 'name') ?? textAt(plan, 'preset') ?? 'own steps'
  return `${from} → ${to}, ${name.replaceAll('-', ' ')}${hash === undefined ? '' : `, plan ${hash.slice(0, 8)}…`}`
}

/** Revisions and the first changed line; the hashes stand in the details. */
function policyWords({ before, after, detail }: Described): string {
  const [old, now] = [textAt(before, 'revision'), textAt(after, 'revision')]
  const diff: unknown = present(detail)?.['diff']
  const [first, ...more] = Array.isArray(diff) ? diff.map(textOf) : []
  const change = first === undefined ? '' : `: ${first}${more.length === 0 ? '' : ` and ${more.length} more`}`
  return `revision ${old === undefined ? '' : `${old} → `}${now ?? '?'}${change}`
}

function detailWords({ kind, action, detail }: Described): string {
  const map = present(detail) ?? {}
  if (kind === 'token') {
    const scope = Object.values(present(map['scope']) ?? {}).join('/')
    return [
      textOf(map['name']),
      `role ${textOf(map['role'])}`,
      ...(scope === '' ? [] : [`on ${scope}`]),
    ].join(', ')
  }
  if (kind === 'denied') return `refused by ${textOf(map['rule'])}`
  if (kind === 'auth' && Array.isArray(map['groups'])) return `groups ${map['groups'].map(textOf).join(', ')}`
  if (kind === 'read' && action.startsWith('audit.')) {
    const parts = Object.entries(present(map['filter']) ?? {}).map(
      ([name, value]) => `${name} ${textOf(value)}`,
    )
    return parts.length === 0 ? 'the whole log' : parts.join(', ')
  }
  return textAt(detail, 'words') ?? ''
}

/** Shares of 100, since weights are proportions (DESIGN §3). */
function weightWords({ before, after }: Described): string[] {
  const [old, now] = [sharesOf(before), sharesOf(after)]
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  return keys.flatMap((key) => {
    const [was, is] = [old[key], now[key]]
    if (was === is) return []
    if (was === undefined) return [`${key} added at ${is} %`]
    return [is === undefined ? `${key} removed` : `${key} ${was} % → ${is} %`]
  })
}

function sharesOf(state: unknown): Record<string, string> {
  const weights = Object.entries(present(present(state)?.['weights']) ?? {}).map(
    ([key, weight]) => [key, Number(weight)] as const,
  )
  const sum = weights.reduce((total, [, weight]) => total + weight, 0)
  return Object.fromEntries(
    weights.map(([key, weight]) => [key, percent(sum === 0 ? 0 : (weight / sum) * 100)]),
  )
}

const percent = (share: number) => (Number.isFinite(share) ? String(Math.round(share * 10) / 10) : '?')

function mirrorWords({ before, after }: Described): string[] {
  const [was, is] = [mirrorsOf(before), mirrorsOf(after)]
  if (was === is || is === undefined) return []
  return [`mirror ${was ?? 'none'} → ${is}`]
}

function mirrorsOf(state: unknown): string | undefined {
  const mirrors = present(state)?.['mirrors']
  if (!Array.isArray(mirrors)) return undefined
  return (
    mirrors
      .map((mirror) => `${textOf(present(mirror)?.['to'])} ${textOf(present(mirror)?.['percent'])} %`)
      .join(', ') || 'none'
  )
}

function otherWords({ before, after }: Described): string[] {
  return changesOf(before, after)
    .filter(({ path }) => !/^(weights|mirrors)(\.|$)/.test(path))
    .map(({ path, before: was, after: is }) => {
      const name = path === '' ? 'value' : path.replaceAll('.', ' ')
      if (was === undefined) return `${name} ${is ?? ''}`.trim()
      return is === undefined ? `${name} ${was} removed` : `${name} ${was} → ${is}`
    })
}

function compare(path: string, before: unknown, after: unknown): Change[] {
  const [old, now] = [present(before), present(after)]
  const differentShapes =
    (old === undefined && before !== undefined) || (now === undefined && after !== undefined)
  if (differentShapes || (old === undefined && now === undefined)) {
    const [was, is] = [leaf(before), leaf(after)]
    if (was === is) return []
    return [
      { path, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
    ]
  }
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])]
  return keys.flatMap((key) => compare(path === '' ? key : `${path}.${key}`, old?.[key], now?.[key]))
}

const leaf = (value: unknown) => (value === undefined ? undefined : textOf(value))

function textOf(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function present(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
