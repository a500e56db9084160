import type { SyntaxNode } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import type { Expr, Matching, Selector } from './ast'
import type { Matcher, MatchOp } from './matcher'
import { makeMatcher } from './matcher'
import { QueryError } from './query-error'

/** Parses PromQL with Prometheus' own grammar; throws bad_data for what it or this sandbox does not read. */
export function parseQuery(text: string): Expr {
  const tree = parser.parse(text)
  tree.iterate({
    enter(node) {
      if (!node.type.isError) return
      const before = text.slice(0, node.from).split('\n')
      const where = `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
      const rest = text.slice(node.from).split(/\s/)[0] ?? ''
      throw new QueryError(
        'bad_data',
        `${where}: parse error: unexpected ${rest === '' ? 'end of input' : `"${rest}"`}`,
      )
    },
  })
  const top = tree.topNode.firstChild
  if (!top) throw new QueryError('bad_data', 'unknown position: parse error: no expression found in input')
  return new Reader(text).expr(top)
}

/** Milliseconds of a duration such as `1h30m` or `15s`, or of a plain number of seconds. */
export function parseDuration(text: string): number | undefined {
  const units: Record<string, number> = {
    y: 31_536_000_000,
    w: 604_800_000,
    d: 86_400_000,
    h: 3_600_000,
    m: 60_000,
    s: 1000,
    ms: 1,
  }
  if (!/^(\d+(ms|[ywdhms]))+$/.test(text))
    return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text) * 1000
  return [...text.matchAll(/(\d+)(ms|[ywdhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0),
    0,
  )
}

class Reader {
  constructor(private readonly source: string) {}

  expr(node: SyntaxNode): Expr {
    switch (node.name) {
      case 'ParenExpr':
        return this.expr(this.only(node))
      case 'NumberDurationLiteral':
        return { kind: 'number', value: this.number(node) }
      case 'StringLiteral':
        return { kind: 'string', value: this.string(node) }
      case 'UnaryExpr':
        return this.text(child(node, 'UnaryOp')) === '-'
          ? { kind: 'negate', expr: this.expr(last(node)) }
          : this.expr(last(node))
      case 'VectorSelector':
        return this.selector(node)
      case 'MatrixSelector':
        return {
          ...this.selectorIn(node, 'ranges only allowed for vector selectors'),
          rangeMs: this.duration(child(node, 'DurationExpr')),
        }
      case 'OffsetExpr':
        return {
          ...this.selectorIn(node, 'offset modifier must be preceded by a selector'),
          offsetMs: this.duration(child(node, 'OffsetDurationExpr')),
        }
      case 'StepInvariantExpr':
        return { ...this.selectorIn(node, '@ modifier must be preceded by a selector'), at: this.at(node) }
      case 'FunctionCall':
        return { kind: 'call', name: this.text(child(node, 'FunctionIdentifier')), args: this.args(node) }
      case 'AggregateExpr':
        return this.aggregate(node)
      case 'BinaryExpr':
        return this.binary(node)
      default:
        throw new QueryError('bad_data', `${node.name} is not supported by this server`)
    }
  }

  private aggregate(node: SyntaxNode): Expr {
    const modifier = node.getChild('AggregateModifier')
    const args = this.args(node)
    const expr = args.at(-1)
    if (!expr || args.length > 2)
      throw new QueryError('bad_data', 'wrong number of arguments for aggregate expression provided')
    const param = args.length === 2 ? args[0] : undefined
    return {
      kind: 'aggregate',
      op: this.text(child(node, 'AggregateOp')).toLowerCase(),
      expr,
      ...(param ? { param } : {}),
      without: modifier !== null && modifier.getChild('Without') !== null,
      labels: modifier ? this.grouping(child(modifier, 'GroupingLabels')) : [],
    }
  }

  private binary(node: SyntaxNode): Expr {
    const children = childrenOf(node)
    const [left, operator] = children
    const right = children.at(-1)
    if (!left || !operator || !right || node.getChild('FillModifier')) {
      throw new QueryError('bad_data', 'this binary expression is not supported by this server')
    }
    return {
      kind: 'binary',
      op: this.text(operator).toLowerCase(),
      left: this.expr(left),
      right: this.expr(right),
      bool: node.getChild('BoolModifier') !== null,
      matching: this.matching(node.getChild('MatchingModifierClause')),
    }
  }

  private matching(node: SyntaxNode | null): Matching {
    if (!node) return { on: false, labels: [], card: 'one-to-one', include: [] }
    const [labels, include] = node.getChildren('GroupingLabels').map((group) => this.grouping(group))
    const card = node.getChild('GroupLeft')
      ? 'many-to-one'
      : node.getChild('GroupRight')
        ? 'one-to-many'
        : 'one-to-one'
    return { on: node.getChild('On') !== null, labels: labels ?? [], card, include: include ?? [] }
  }

  private selector(node: SyntaxNode): Selector {
    const matchers: Matcher[] = []
    const name = node.getChild('Identifier')
    if (name) matchers.push(makeMatcher('__name__', '=', this.text(name)))
    for (const matcher of childrenOf(node.getChild('LabelMatchers'))) {
      if (matcher.name === 'QuotedLabelName') {
        matchers.push(makeMatcher('__name__', '=', this.string(matcher)))
        continue
      }
      const label = matcher.getChild('LabelName')
      const key = label ? this.text(label) : this.string(child(matcher, 'QuotedLabelName'))
      const op = this.text(child(matcher, 'MatchOp')) as MatchOp
      matchers.push(makeMatcher(key, op, this.string(child(matcher, 'StringLiteral'))))
    }
    if (matchers.every((matcher) => matcher.test(''))) {
      throw new QueryError(
        'bad_data',
        '1:1: parse error: vector selector must contain at least one non-empty matcher',
      )
    }
    return { kind: 'selector', matchers, offsetMs: 0 }
  }

  private selectorIn(node: SyntaxNode, complaint: string): Selector {
    const inner = node.firstChild ? this.expr(node.firstChild) : undefined
    if (inner?.kind !== 'selector') throw new QueryError('bad_data', `1:1: parse error: ${complaint}`)
    return inner
  }

  private at(node: SyntaxNode): number | 'start' | 'end' {
    const special = node.getChild('AtModifierPreprocessors')
    if (special) return special.getChild('AtStart') ? 'start' : 'end'
    return this.number(child(node, 'NumberDurationLiteral')) * 1000
  }

  private args(node: SyntaxNode): Expr[] {
    return childrenOf(child(node, 'FunctionCallBody')).map((item) => this.expr(item))
  }

  private grouping(node: SyntaxNode): string[] {
    return childrenOf(node).map((item) => (item.name === 'LabelName' ? this.text(item) : this.string(item)))
  }

  private only(node: SyntaxNode): SyntaxNode {
    if (!node.firstChild) throw new QueryError('bad_data', `unexpected ${this.text(node)}`)
    return node.firstChild
  }

  private duration(node: SyntaxNode): number {
    const text = this.text(node).replaceAll(' ', '')
    const negative = text.startsWith('-')
    const value = parseDuration(text.replace(/^[+-]/, ''))
    if (value === undefined)
      throw new QueryError('bad_data', `duration "${text}" is not supported by this server`)
    return negative ? -value : value
  }

  private number(node: SyntaxNode): number {
    const text = this.text(node).replaceAll('_', '').toLowerCase()
    const sign = text.startsWith('-') ? -1 : 1
    const bare = text.replace(/^[+-]/, '')
    if (bare === 'inf') return sign * Infinity
    if (bare === 'nan') return Number.NaN
    return sign * (bare.startsWith('0x') ? Number(bare) : (parseDuration(bare) ?? Number.NaN) / 1000)
  }

  /** Go's string escapes in double or single quotes; none between backquotes. */
  private string(node: SyntaxNode): string {
    const text = this.text(node)
    if (text.startsWith('`')) return text.slice(1, -1)
    if (text.length < 2 || !text.endsWith(text[0] ?? ''))
      throw new QueryError('bad_data', 'parse error: unterminated quoted string')
    const plain: Record<string, string> = {
      n: '\n',
      t: '\t',
      r: '\r',
      a: '\x07',
      b: '\b',
      f: '\f',
      v: '\v',
      '\\': '\\',
      '"': '"',
      "'": "'",
    }
    return text
      .slice(1, -1)
      .replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/gs, (_all, code: string) => {
        const char =
          plain[code] ??
          (code.length > 1 ? String.fromCodePoint(Number.parseInt(code.slice(1), 16)) : undefined)
        if (char === undefined)
          throw new QueryError('bad_data', `parse error: unknown escape sequence '\\${code}'`)
        return char
      })
  }

  private text(node: SyntaxNode): string {
    return this.source.slice(node.from, node.to)
  }
}

function child(node: SyntaxNode, name: string): SyntaxNode {
  const found = node.getChild(name)
  if (!found) throw new QueryError('bad_data', `parse error: ${name} is missing`)
  return found
}

function last(node: SyntaxNode): SyntaxNode {
  return childrenOf(node).at(-1) ?? node
}

function childrenOf(node: SyntaxNode | null): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let item = node?.firstChild ?? null; item; item = item.nextSibling)
    if (item.name !== 'LineComment') found.push(item)
  return found
}
