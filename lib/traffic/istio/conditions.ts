import type { MatchCondition } from '@/lib/domain/traffic/model'
import { isObject, numberOf, objectOf, stringMapOf, stringOf, stringsOf } from '@/lib/domain/traffic/untyped'
import { cookies } from './cookies'
import type { WrittenRule } from './schema'

type Kind = MatchCondition['kind']

const TEXT_FIELDS: readonly (readonly [field: string, kind: Kind])[] = [
  ['uri', 'path'],
  ['scheme', 'scheme'],
  ['method', 'method'],
  ['authority', 'host'],
]
const KNOWN: ReadonlySet<string> = new Set([
  ...TEXT_FIELDS.map(([field]) => field),
  'headers',
  'withoutHeaders',
  'queryParams',
  'port',
  'sourceLabels',
  'sourceNamespace',
  'gateways',
  'name',
  'statPrefix',
])

/** What a rule asks for: alternatives, each with conditions that must all hold. An SNI host is an alternative by itself. */
export function alternativesOf({
  section,
  match,
}: Pick<WrittenRule, 'section' | 'match'>): MatchCondition[][] {
  if (section === 'http') return match.map(conditionsOf)
  return match.flatMap((entry) => {
    const { sniHosts, ...rest } = objectOf(entry)
    const hosts = stringsOf(sniHosts)
    const others = conditionsOf(rest)
    return hosts.length === 0 ? [others] : hosts.map((host) => [exact('host', host), ...others])
  })
}

/** One HTTPMatchRequest as conditions that must all hold; fields that Aviary doesn't know appear as `other`. */
export function conditionsOf(match: unknown): MatchCondition[] {
  const request = objectOf(match)
  const port = numberOf(request.port)
  const namespace = stringOf(request.sourceNamespace)
  const gateways = stringsOf(request.gateways)
  return [
    ...TEXT_FIELDS.flatMap(([field, kind]) => (isObject(request[field]) ? [text(kind, request[field])] : [])),
    ...named('header', request.headers).map(cookieIn),
    ...named('header', request.withoutHeaders).map((condition) => ({ ...condition, op: 'absent' as const })),
    ...named('query', request.queryParams),
    ...(port === undefined ? [] : [exact('port', String(port))]),
    ...[...stringMapOf(request.sourceLabels)].map(([label, value]) => exact('source', value, label)),
    ...(namespace === undefined ? [] : [exact('source', namespace, 'namespace')]),
    ...(gateways.length === 0 ? [] : [exact('gateway', gateways.join(', '))]),
    ...Object.entries(request)
      .filter(([field]) => !KNOWN.has(field))
      .map(([field, value]) => exact('other', JSON.stringify(value), field)),
  ]
}

function exact(kind: Kind, value: string, name?: string): MatchCondition {
  return { kind, ...(name === undefined ? {} : { name }), op: 'exact', value }
}

function named(kind: Kind, map: unknown): MatchCondition[] {
  return Object.entries(objectOf(map)).map(([name, match]) => text(kind, match, name))
}

/** A pattern of the `cookie` header is shown as the cookie that it asks for, where it asks for one. */
function cookieIn(condition: MatchCondition): MatchCondition {
  const { name = '', op, value = '' } = condition
  const cookie = op === 'regex' && name.toLowerCase() === 'cookie' ? cookies.read(value) : undefined
  return cookie ?? condition
}

/** A StringMatch; an empty one asks only that there is a value. */
function text(kind: Kind, match: unknown, name?: string): MatchCondition {
  const fields = stringMapOf(match)
  const label = name === undefined ? {} : { name }
  for (const op of ['exact', 'prefix', 'regex'] as const) {
    const value = fields.get(op)
    if (value !== undefined) return { kind, ...label, op, value }
  }
  return { kind, ...label, op: 'present' }
}
