import type { MarkDto } from '../../contracts/topology'
import type { AuditEvent } from '../../domain/audit/event'
import { objectOf, stringOf } from '../../domain/traffic/untyped'
import { changeWords } from './change-words'

const moves: Readonly<Record<string, string>> = {
  'add-version': 'version added',
  'remove-version': 'version removed',
  'set-match': 'match added',
  'remove-match': 'match removed',
  'cut-over': 'cut over',
  'create-route': 'route made',
  'remove-route': 'route removed',
  'pause-rollout': 'rollout paused',
  'resume-rollout': 'rollout resumed',
  'undo-rollout': 'rollout undone',
  scale: 'scaled',
  undo: 'undone',
}

/**
 * An event of the audit log as a mark; undefined for those that are none: intents (their outcome is told), fences,
 * which change nothing, and what concerns no service.
 */
export function markOfEvent(event: AuditEvent): MarkDto | undefined {
  const { kind, action, service, time, actor, operation, release, result } = event
  if (service === undefined || action === 'fence') return undefined
  const common = {
    at: time,
    service,
    actor: actor.name,
    ...(operation === undefined ? {} : { operation }),
    ...(release === undefined ? {} : { release }),
    result,
  }
  const told = stringOf(objectOf(event.detail).words)
  switch (kind) {
    case 'outcome':
      return { ...common, kind: 'operation', words: operationWords(event) }
    case 'release':
      return { ...common, kind: 'release', words: releaseWords(action, told) }
    case 'flag':
      return { ...common, kind: 'flag', words: told ?? 'feature flags changed' }
    default:
      return undefined
  }
}

function operationWords({ action, before, after, result }: AuditEvent): string {
  const changed = changeWords(before, after)
  const move = moves[action]
  const words = [move, changed].filter((part) => part !== undefined && part !== '').join(': ')
  return result === 'applied' ? words || action : `${words || action} (${result})`
}

function releaseWords(action: string, told: string | undefined): string {
  const verb = action.replace(/^release\./, '')
  return told === undefined || told === '' ? verb : `${verb}: ${told}`
}
