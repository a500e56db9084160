import type { PlannedWrite } from '../../domain/traffic/operation'
import { patchText } from '../../domain/traffic/patch-text'
import { createdBody } from './created-body'

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The commands that do a plan by hand, safe to paste into a shell. */
export function kubectlFor(plan: readonly PlannedWrite[]): string {
  return plan
    .map(({ verb, object, patch, body }) => {
      const place = `${object.kind.toLowerCase()} ${quoted(object.name)} -n ${quoted(object.namespace)}`
      if (verb === 'patch') return `kubectl patch ${place} --type=json -p ${quoted(patchText(patch ?? []))}`
      return verb === 'delete'
        ? `kubectl delete ${place}`
        : `printf %s ${quoted(JSON.stringify(body && createdBody(body)))} | kubectl create -f -`
    })
    .join('\n')
}
