import type { ReleaseDto } from '@/lib/contracts/releases'
import { checkBody, checkDraftOf } from './check-draft'

/** "thresholdMs 250, maxRatio 2": the figures of a check as the API names them. */
export function figuresOf(check: ReleaseDto['plan']['checks'][number]): string {
  const draft = checkDraftOf(check)
  if (draft === null) return ''
  return Object.entries(checkBody(draft))
    .filter(([name]) => name !== 'kind' && name !== 'name')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')
}
