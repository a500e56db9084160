import { badRequest } from './status'
import type { KubeObject } from './objects'

export type Matcher = (object: KubeObject) => boolean
type LabelTest = (labels: Record<string, string>) => boolean

const setRequirement = /^([^\s!=,()]+)\s+(in|notin)\s*\(([^()]*)\)$/
const equality = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/
const existence = /^(!?)\s*([^\s!=,()]+)$/

function labelTest(requirement: string): LabelTest {
  const set = setRequirement.exec(requirement)
  if (set !== null) {
    const [, key = '', operator, list = ''] = set
    const values = new Set(list.split(',').map((value) => value.trim()))
    const within: LabelTest = (labels) => key in labels && values.has(labels[key] ?? '')
    return operator === 'in' ? within : (labels) => !within(labels)
  }
  const equal = equality.exec(requirement)
  if (equal !== null) {
    const [, key = '', operator, value] = equal
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value
  }
  const exists = existence.exec(requirement)
  if (exists === null) throw badRequest(`unable to parse requirement: ${requirement}`)
  const [, not, key = ''] = exists
  return (labels) => key in labels !== (not === '!')
}

/** Parses a label selector (equality, in, notin, exists). Throws a 400 Status on anything else. */
export function labelSelector(selector: string): Matcher {
  const requirements = selector.split(/,(?![^(]*\))/).filter((part) => part.trim() !== '')
  const tests = requirements.map((requirement) => labelTest(requirement.trim()))
  return (object) => tests.every((test) => test(object.metadata.labels ?? {}))
}

/** Parses a field selector on metadata.name and metadata.namespace. Throws a 400 Status on other fields. */
export function fieldSelector(selector: string): Matcher {
  const tests = selector
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part): Matcher => {
      const [, field = '', operator, value] = /^\s*([^=!]+)(==|=|!=)(.*)$/.exec(part) ?? []
      if (field !== 'metadata.name' && field !== 'metadata.namespace')
        throw badRequest(`field label not supported: ${field === '' ? part : field}`)
      const read = (object: KubeObject) =>
        field === 'metadata.name' ? object.metadata.name : (object.metadata.namespace ?? '')
      return (object) => (read(object) === value) === (operator !== '!=')
    })
  return (object) => tests.every((test) => test(object))
}

/** Whether every label of a Service or ReplicaSet selector is on the object; an empty selector matches nothing. */
export function matchesLabels(
  selector: Record<string, string>,
  labels: Record<string, string> = {},
): boolean {
  const wanted = Object.entries(selector)
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value)
}
