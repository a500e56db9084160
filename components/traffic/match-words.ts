import type { RuleDto } from '@/lib/contracts/services'

type Condition = RuleDto['match'][number][number]

const operators: Record<Condition['op'], string> = {
  exact: 'is',
  prefix: 'begins with',
  regex: 'matches',
  present: 'is there',
  absent: 'is not there',
}

/** Which requests a rule takes: "header x-user is developer and path begins with /api, or …". */
export function matchWords(match: RuleDto['match']): string {
  const alternatives = match
    .map((conditions) => conditions.map(conditionWords).join(' and '))
    .filter((text) => text !== '')
  return alternatives.length === 0 ? 'all requests' : alternatives.join(', or ')
}

function conditionWords({ kind, name, op, value }: Condition): string {
  const subject = name === undefined ? kind : `${kind} ${name}`
  return value === undefined ? `${subject} ${operators[op]}` : `${subject} ${operators[op]} ${value}`
}

/** What a rule does besides splitting: timeout, retries, fault, stickiness, delegation. */
export function traitWords(rule: RuleDto): string[] {
  const { timeout, retries, fault, sticky, delegate, redirect } = rule
  return [
    ...(timeout === undefined ? [] : [`timeout ${timeout}`]),
    ...(retries === undefined
      ? []
      : [
          `${retries.attempts} retries${retries.perTryTimeout === undefined ? '' : ` of ${retries.perTryTimeout}`}`,
        ]),
    ...(fault?.delay === undefined
      ? []
      : [`fault: ${fault.delay.percent} % delayed by ${fault.delay.duration}`]),
    ...(fault?.abort === undefined ? [] : [`fault: ${fault.abort.percent} % answered ${fault.abort.status}`]),
    ...(sticky === undefined ? [] : [`sticky: ${sticky}`]),
    ...(delegate === undefined ? [] : [`delegates to ${delegate.namespace}/${delegate.name}`]),
    ...(redirect === true ? ['redirects'] : []),
  ]
}
