import { arrayOf, isObject, objectOf, stringMapOf, stringOf, stringsOf } from '@/lib/domain/traffic/untyped'
import { selects, type Labels } from '../workloads'

/**
 * A LabelSelector of the API (`matchLabels` and `matchExpressions`), as budgets have it: an empty one matches
 * everything, an absent one nothing. An operator that is not known matches nothing.
 */
export function matchesSelector(selector: unknown, labels: Labels): boolean {
  if (!isObject(selector)) return false
  const expressions = arrayOf(selector.matchExpressions).map(objectOf)
  return (
    selects(stringMapOf(selector.matchLabels), labels) &&
    expressions.every(({ key, operator, values }) => {
      const value = labels.get(stringOf(key) ?? '')
      switch (operator) {
        case 'In':
          return value !== undefined && stringsOf(values).includes(value)
        case 'NotIn':
          return value === undefined || !stringsOf(values).includes(value)
        case 'Exists':
          return value !== undefined
        case 'DoesNotExist':
          return value === undefined
        default:
          return false
      }
    })
  )
}
