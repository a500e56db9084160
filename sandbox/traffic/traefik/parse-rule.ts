/** A rule of Traefik v3 as a tree. */
export type RuleTree =
  | { kind: 'and' | 'or'; left: RuleTree; right: RuleTree }
  | { kind: 'not'; inner: RuleTree }
  | { kind: 'matcher'; name: string; values: readonly string[] }

const token = /\s*(?:(&&|\|\||[!(),])|([A-Za-z]+)|`([^`]*)`|"((?:[^"\\]|\\.)*)")/y

interface Token {
  sign?: string
  name?: string
  text?: string
}

/** Parses `Host(`a`) && (PathPrefix(`/x`) || !Method(`POST`))`; undefined where Traefik could not read it. */
export function parseRule(rule: string): RuleTree | undefined {
  const tokens = tokensOf(rule.trim())
  if (!tokens) return undefined
  const parser = new RuleParser(tokens)
  const tree = parser.either()
  return parser.done() ? tree : undefined
}

/** Values given to matchers of one name that are not negated, in order. */
export function literalsOf(tree: RuleTree, name: string): string[] {
  if (tree.kind === 'not') return []
  if (tree.kind === 'matcher') return tree.name.toLowerCase() === name.toLowerCase() ? [...tree.values] : []
  return [...literalsOf(tree.left, name), ...literalsOf(tree.right, name)]
}

function tokensOf(rule: string): Token[] | undefined {
  const tokens: Token[] = []
  token.lastIndex = 0
  while (token.lastIndex < rule.length) {
    const found = token.exec(rule)
    if (!found) return undefined
    const [, sign, name, raw, quoted] = found
    const text = raw ?? quoted?.replace(/\\(.)/g, '$1')
    if (sign !== undefined) tokens.push({ sign })
    else if (name !== undefined) tokens.push({ name })
    else tokens.push({ text: text ?? '' })
  }
  return tokens
}

/** Recursive descent; `!` binds closer than `&&`, that closer than `||`. Undefined is a syntax error. */
class RuleParser {
  private at = 0

  constructor(private readonly tokens: readonly Token[]) {}

  done(): boolean {
    return this.at === this.tokens.length
  }

  either(): RuleTree | undefined {
    return this.chain('or', '||', () => this.chain('and', '&&', () => this.one()))
  }

  private chain(kind: 'and' | 'or', sign: string, next: () => RuleTree | undefined): RuleTree | undefined {
    let left = next()
    while (left && this.take(sign)) {
      const right = next()
      left = right && { kind, left, right }
    }
    return left
  }

  private one(): RuleTree | undefined {
    if (this.take('!')) {
      const inner = this.one()
      return inner && { kind: 'not', inner }
    }
    if (this.take('(')) {
      const inner = this.either()
      return this.take(')') ? inner : undefined
    }
    const name = this.tokens[this.at]?.name
    if (name === undefined) return undefined
    this.at += 1
    const values = this.values()
    return values && { kind: 'matcher', name, values }
  }

  private values(): string[] | undefined {
    if (!this.take('(')) return undefined
    const values: string[] = []
    do {
      const text = this.tokens[this.at]?.text
      if (text === undefined) return undefined
      this.at += 1
      values.push(text)
    } while (this.take(','))
    return this.take(')') ? values : undefined
  }

  private take(sign: string): boolean {
    if (this.tokens[this.at]?.sign !== sign) return false
    this.at += 1
    return true
  }
}
