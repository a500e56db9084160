import type { PlannedWrite } from '../../domain/traffic/operation'

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The commands that do a plan by hand, one a line, safe to paste into a shell. Creates are left to the reader. */
export function kubectlFor(plan: readonly PlannedWrite[]): string {
  return plan
    .map(({ verb, object, patch }) => {
      const place = `${object.kind.toLowerCase()} ${quoted(object.name)} -n ${quoted(object.namespace)}`
      if (verb === 'patch')
        return `kubectl patch ${place} --type=json -p ${quoted(JSON.stringify(patch ?? []))}`
      return verb === 'delete'
        ? `kubectl delete ${place}`
        : `kubectl create -f - # ${object.kind} ${object.name}`
    })
    .join('\n')
}
