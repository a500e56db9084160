import { parser } from '@prometheus-io/lezer-promql'
import { escapePattern, quote } from '@/lib/domain/judgement/promql-text'
import { isInstantSelector } from '../prometheus/instant-selector'

/** Names that a query is asked for; undefined for any. */
export interface Wanted {
  namespaces: readonly string[]
  services: readonly string[] | undefined
}

/** PromQL with places to fill in. */
export interface Template {
  text: string
  /** `counters`: one instant selector, whose rates and sums Aviary writes itself. `rates`: an expression over `[$window]`. */
  kind: 'counters' | 'rates'
}

/** Strings of PromQL, comments, and variables outside of both. */
const token = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|#[^\n]*|\$[A-Za-z_][A-Za-z0-9_]*/g
const variables = new Set(['$namespace', '$service', '$window'])

/** Checks a template as an operator wrote it. Throws an Error that says what is wrong with it. */
export function parseTemplate(text: string): Template {
  for (const [part] of text.matchAll(token)) {
    if (part.startsWith('$') && !variables.has(part))
      throw new Error(`${part} is none of $namespace, $service and $window`)
    if (!part.startsWith('$') && !part.startsWith('#') && [...variables].some((name) => part.includes(name)))
      throw new Error('a variable stands inside of a string: write it bare, as in namespace=~$namespace')
  }
  const filled = filledWith(text, { namespaces: ['a'], services: ['a'] }, '60s')
  checkPlaces(filled)
  if (isInstantSelector(filled.text)) return { text, kind: 'counters' }
  if (!text.includes('$window'))
    throw new Error(
      'name counters with one instant selector, such as requests_total{namespace=~$namespace}, or write rates over [$window]',
    )
  return { text, kind: 'rates' }
}

/** The PromQL of a template: names become one quoted pattern for `=~`, each taken literally. */
export function fillTemplate({ text }: Template, wanted: Wanted, windowSeconds: number): string {
  return filledWith(text, wanted, `${Math.max(1, Math.round(windowSeconds))}s`).text
}

interface Filled {
  text: string
  /** Where names were put in. */
  places: number[]
}

function filledWith(text: string, { namespaces, services }: Wanted, duration: string): Filled {
  const places: number[] = []
  let filled = ''
  let done = 0
  for (const found of text.matchAll(token)) {
    const [part] = found
    if (!part.startsWith('$')) continue
    filled += text.slice(done, found.index)
    done = found.index + part.length
    if (part !== '$window') places.push(filled.length)
    filled += part === '$window' ? duration : patternOf(part === '$namespace' ? namespaces : services)
  }
  return { text: filled + text.slice(done), places }
}

const patternOf = (names: readonly string[] | undefined): string =>
  quote(names === undefined ? '.+' : names.map(escapePattern).join('|'))

/** Names are patterns, so each must be the value of a `=~`. */
function checkPlaces({ text, places }: Filled): void {
  const matched = new Set<number>()
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError) throw new Error('it cannot be read as PromQL')
      if (node.name !== 'StringLiteral') return
      if (node.node.parent?.getChild('MatchOp')?.getChild('EqlRegex')) matched.add(node.from)
    },
  })
  if (places.some((at) => !matched.has(at)))
    throw new Error('$namespace and $service are patterns: write them after =~, as in service=~$service')
}
