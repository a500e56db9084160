/** A rule of Traefik v3 as a tree; `text` is the matcher as written. */
export type RuleExpression =
  | { kind: 'and' | 'or'; parts: RuleExpression[] }
  | { kind: 'not'; inner: RuleExpression }
  | { kind: 'matcher'; name: string; values: string[]; text: string }

/** Matchers of HTTP routers and how many values each takes (pkg/muxer/http/matcher.go of Traefik 3.6). */
const MATCHERS: Readonly<Record<string, readonly number[]>> = {
  ClientIP: [1],
  Method: [1],
  Host: [1],
  HostRegexp: [1],
  Path: [1],
  PathRegexp: [1],
  PathPrefix: [1],
  Header: [2],
  HeaderRegexp: [2],
  Query: [1, 2],
  QueryRegexp: [1, 2],
}

/** Traefik takes each name as it is, in lower case, in upper case and with one capital. */
const SPELLINGS = new Map(
  Object.keys(MATCHERS).flatMap((name) => {
    const lower = name.toLowerCase()
    const spellings = [name, lower, name.toUpperCase(), `${name.charAt(0)}${lower.slice(1)}`]
    return spellings.map((spelling) => [spelling, name] as const)
  }),
)

const TOKEN =
  /[ \t\r\n]*(?:(?<sign>&&|\|\||[!(),])|(?<name>[A-Za-z]+)|`(?<raw>[^`]*)`|(?<quoted>"(?:[^"\\\n]|\\.)*"))/y

interface Token {
  sign?: string
  name?: string
  text?: string
  start: number
  end: number
}

/** Deeper nesting than anybody writes; guards the stack. */
const DEEPEST = 100

/**
 * Parses a rule such as ``Host(`a`) && (PathPrefix(`/x`) || !Method(`POST`))``; undefined where Traefik would refuse
 * it: bad syntax, unknown matchers, a wrong number of values, empty ones.
 */
export function parseRule(rule: string): RuleExpression | undefined {
  const tokens = tokensOf(rule)
  if (tokens === undefined) return undefined
  const parser = new RuleParser(rule, tokens)
  const expression = parser.either(0)
  return parser.done() ? expression : undefined
}

function tokensOf(rule: string): Token[] | undefined {
  const tokens: Token[] = []
  const end = rule.trimEnd().length
  let start = 0
  while (start < end) {
    TOKEN.lastIndex = start
    const found = TOKEN.exec(rule)
    if (found === null) return undefined
    const { sign, name, raw, quoted } = found.groups ?? {}
    const text = raw === undefined ? quoted && unquoted(quoted) : raw.replaceAll('\r', '')
    if (sign === undefined && name === undefined && text === undefined) return undefined
    start = TOKEN.lastIndex
    tokens.push({
      ...(sign === undefined ? {} : { sign }),
      ...(name === undefined ? {} : { name }),
      ...(text === undefined ? {} : { text }),
      start: found.index + found[0].search(/[^ \t\r\n]/),
      end: start,
    })
  }
  return tokens
}

/** Go's escapes are JSON's for all that rules hold in practice; others make the rule unreadable here. */
function unquoted(quoted: string): string | undefined {
  try {
    const text: unknown = JSON.parse(quoted)
    return typeof text === 'string' ? text : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Recursive descent: `!` binds closer than `&&`, that closer than `||`. Undefined is a syntax error. */
class RuleParser {
  private at = 0

  constructor(
    private readonly rule: string,
    private readonly tokens: readonly Token[],
  ) {}

  done(): boolean {
    return this.at === this.tokens.length
  }

  either(depth: number): RuleExpression | undefined {
    return this.chain('or', '||', () => this.chain('and', '&&', () => this.one(depth)))
  }

  private chain(
    kind: 'and' | 'or',
    sign: string,
    next: () => RuleExpression | undefined,
  ): RuleExpression | undefined {
    const parts: RuleExpression[] = []
    do {
      const part = next()
      if (part === undefined) return undefined
      parts.push(part)
    } while (this.take(sign))
    return parts.length === 1 ? parts[0] : { kind, parts }
  }

  private one(depth: number): RuleExpression | undefined {
    if (depth > DEEPEST) return undefined
    if (this.take('!')) {
      const inner = this.one(depth + 1)
      return inner && { kind: 'not', inner }
    }
    if (this.take('(')) {
      const inner = this.either(depth + 1)
      return this.take(')') ? inner : undefined
    }
    return this.matcher()
  }

  private matcher(): RuleExpression | undefined {
    const first = this.tokens[this.at]
    const name = SPELLINGS.get(first?.name ?? '')
    if (first === undefined || name === undefined) return undefined
    this.at += 1
    const values = this.values()
    const last = this.tokens[this.at - 1]
    const fits = values !== undefined && MATCHERS[name]?.includes(values.length) && !values.includes('')
    if (!fits || last === undefined) return undefined
    return { kind: 'matcher', name, values, text: this.rule.slice(first.start, last.end) }
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
