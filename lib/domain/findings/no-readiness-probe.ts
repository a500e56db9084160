import { objectOf } from '../traffic/untyped'
import { findingRule } from './finding-rule'
import { isSystemNamespace } from './reading/mesh'
import { workloadsOf } from './reading/workloads'

export const noReadinessProbe = findingRule({
  code: 'no-readiness-probe',
  severity: 'warning',
  title: 'pods without a readiness probe',
  explanation: 'They count as ready as soon as their process runs, and get requests before they can answer.',
  remedy: 'Give the container a readinessProbe that asks what requests need.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  find: (input) => {
    if (isSystemNamespace(input.service.namespace)) return []
    return workloadsOf(input)
      .filter(
        ({ containers }) =>
          containers.length > 0 &&
          containers.every((container) => objectOf(container).readinessProbe === undefined),
      )
      .map(({ ref }) => ({ title: `Pods of ${ref.name} have no readiness probe`, objects: [ref] }))
  },
})
