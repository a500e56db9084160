import type { Policy, Principal, Rule, Scope } from './decide'
import { bindingsOf, decide, ruleName, speaksOf, whoseBinding } from './decide'
import type { Verb } from './verbs'

const most = 10

/**
 * What would have to be otherwise: the rules that grant a verb and yet do not allow it here, in words. None where it is
 * allowed. With `others` also the rules for groups and people that one is not, which not everybody may read.
 */
export function nearMisses(
  policy: Policy,
  who: Principal,
  verb: Verb,
  wanted: Partial<Scope>,
  others: boolean,
): string[] {
  if (decide(policy, who, verb, wanted).allowed) return []
  const own = new Set(bindingsOf(policy, who))
  const granting = policy.bindings
    .map((binding, index): Rule => ({ binding, index }))
    .filter(({ binding }) => binding.effect === 'allow' && speaksOf(binding, verb))
  const mine = granting
    .filter(({ binding }) => own.has(binding))
    .map((rule) => ownWords(rule, policy, who, verb, wanted))
  const theirs = others ? granting.filter(({ binding }) => !own.has(binding)).map(othersWords) : []
  return [...mine, ...theirs].slice(0, most)
}

function ownWords(rule: Rule, policy: Policy, who: Principal, verb: Verb, wanted: Partial<Scope>): string {
  const { token: _token, ...person } = who
  const alone = decide({ bindings: [rule.binding] }, person, verb, wanted)
  if (!alone.allowed) return `${ruleName(rule)} does not reach this scope.`
  return decide(policy, person, verb, wanted).allowed
    ? `${ruleName(rule)} would allow it, but the token that you use does less.`
    : `${ruleName(rule)} would allow it, but a deny wins over every allow.`
}

const othersWords = (rule: Rule): string =>
  rule.binding.group === undefined
    ? `${ruleName(rule)}: that is not you, but ${whoseBinding(rule.binding)}.`
    : `${ruleName(rule)}: you are not in ${whoseBinding(rule.binding)}.`
