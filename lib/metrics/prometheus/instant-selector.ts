const space = String.raw`[ \t\r\n]*`
const metric = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const label = '[a-zA-Z_][a-zA-Z0-9_]*'
const text = [String.raw`"(?:[^"\\\n]|\\[^\n])*"`, String.raw`'(?:[^'\\\n]|\\[^\n])*'`, '`[^`]*`'].join('|')
const matcher = `${label}${space}(?:=~|!~|!=|=)${space}(?:${text})`
const matchers = `${matcher}(?:${space},${space}${matcher})*${space},?`

/** Either a name with or without matchers, or at least one matcher. */
const instantSelector = new RegExp(
  `^${space}(?:${metric}${space}(?:\\{${space}(?:${matchers})?${space}\\})?|\\{${space}${matchers}${space}\\})${space}$`,
)

/** Longer texts are no selector that a person wrote. */
const longest = 4096

/**
 * Whether a text is one PromQL instant vector selector and nothing else (prometheus.io, "Querying basics"): no functions,
 * ranges, offsets, `@`, comments or names in quotes. Whether the matchers make sense, Prometheus says.
 */
export function isInstantSelector(promql: string): boolean {
  return promql.length <= longest && instantSelector.test(promql)
}
