import { parser } from '@prometheus-io/lezer-promql'
import { DomainError } from '@/lib/domain/errors'
import { matcherText, type Matcher } from './promql'

/**
 * The query with the matchers in every one of its selectors, found with Prometheus' own grammar, whoever wrote it.
 * Throws `invalid` for what that grammar cannot read, and for functions that select by themselves: sent as written, they
 * would see what the matchers are to hide.
 */
export function scopeQuery(query: string, matchers: readonly Matcher[]): string {
  if (matchers.length === 0) return query
  const text = matchers.map(matcherText).join(',')
  const inserts: { at: number; text: string }[] = []
  parser.parse(query).iterate({
    enter(node) {
      if (node.type.isError) throw refused('it cannot be read as PromQL')
      if (node.name === 'Info') throw refused('info() selects series of its own')
      if (node.name !== 'VectorSelector') return
      const braces = node.node.getChild('LabelMatchers')
      if (braces === null) inserts.push({ at: node.to, text: `{${text}}` })
      else inserts.push({ at: braces.from + 1, text: braces.firstChild === null ? text : `${text},` })
    },
  })
  let scoped = ''
  let done = 0
  for (const insert of inserts) {
    scoped += query.slice(done, insert.at) + insert.text
    done = insert.at
  }
  return scoped + query.slice(done)
}

/** Queries of every tick are the same ones: they are read once. */
const remembered = 200

/** `scopeQuery` for one set of matchers. */
export function createScope(matchers: readonly Matcher[]): (query: string) => string {
  const known = new Map<string, string>()
  return (query) => {
    const scoped = known.get(query) ?? scopeQuery(query, matchers)
    known.delete(query)
    known.set(query, scoped)
    for (const oldest of known.keys()) {
      if (known.size <= remembered) break
      known.delete(oldest)
    }
    return scoped
  }
}

function refused(why: string): DomainError {
  return new DomainError(
    'invalid',
    `The query cannot be kept to the matchers of PROMETHEUS_MATCHERS: ${why}.`,
  )
}
