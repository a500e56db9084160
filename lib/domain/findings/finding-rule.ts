import type { Finding, FindingInput, FindingRule, Severity } from './finding'

/** A mistake found, as far as it differs from what its rule says in general. */
export interface Sighting {
  title: string
  objects: Finding['objects']
  severity?: Severity
  detail?: string
  remedy?: string
}

interface RuleText extends Omit<FindingRule, 'check'> {
  find: (input: FindingInput) => Sighting[]
}

/** Makes a rule whose findings carry its code and, unless they say otherwise, its severity, explanation and remedy. */
export function findingRule({ find, ...rule }: RuleText): FindingRule {
  return {
    ...rule,
    check: (input) =>
      find(input).map(({ title, objects, severity, detail, remedy }) => ({
        code: rule.code,
        severity: severity ?? rule.severity,
        title,
        detail: detail ?? rule.explanation,
        remedy: remedy ?? rule.remedy,
        objects,
      })),
  }
}
