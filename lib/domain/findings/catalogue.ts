import { destinationWithoutPods } from './destination-without-pods'
import type { Finding, FindingInput, FindingRule } from './finding'
import { versionLeaking } from './version-leaking'
import { versionWithoutDestination } from './version-without-destination'
import { weightsAllZero } from './weights-all-zero'

/** Every rule, one file each. */
export const findingRules: readonly FindingRule[] = [
  weightsAllZero,
  destinationWithoutPods,
  versionLeaking,
  versionWithoutDestination,
]

const order = { blocking: 0, warning: 1, hint: 2 }

/** All findings of a service, the worst first. */
export const findAll = (input: FindingInput): Finding[] =>
  findingRules.flatMap((rule) => rule.check(input)).sort((a, b) => order[a.severity] - order[b.severity])
