import type { RouteDto, RuleDto } from '@/lib/contracts/services'

/**
 * What a rule is called among those of its route: by its name, else by its place; nothing where it is the only one,
 * since ids that Aviary gives are no words. With its protocol, where that isn't http.
 */
export function ruleWords({ rules }: Pick<RouteDto, 'rules'>, rule: RuleDto): string {
  const protocol = rule.protocol === undefined || rule.protocol === 'http' ? '' : `${rule.protocol} `
  const name = nameOf(rules, rule)
  if (name === '') return protocol === '' ? '' : `${protocol}rule`
  return `${protocol}rule ${name}`
}

function nameOf(rules: readonly RuleDto[], { id, name }: RuleDto): string {
  if (name !== undefined) return name
  const place = rules.findIndex((one) => one.id === id)
  return rules.length < 2 || place < 0 ? '' : `${place + 1} of ${rules.length}`
}

/** The heading of a rule: what it is there for, as far as its destinations tell. */
export function ruleTitle(rule: RuleDto): string {
  if (rule.madeBy !== undefined) return `Match ${rule.madeBy}`
  if (rule.redirect === true) return 'Redirect'
  if (rule.delegate !== undefined) return 'Delegated'
  const [only, ...others] = rule.destinations
  if (only === undefined || others.length > 0) return 'Traffic split'
  return `Everything to ${only.version ?? only.key}`
}
