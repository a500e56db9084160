import type { ClusterView } from '../kube'
import { objectOf, stringMapOf } from '../traffic/untyped'

/** Where Istio reads the name of an app from, first one first (istio.io, "Canonical service"). */
const labels = ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app']

/** The app of a workload as telemetry calls it; undefined where the view has no template of the workload's pods. */
export function appName(view: ClusterView, namespace: string, workload: string): string | undefined {
  const object = view.get('deployments', namespace, workload) ?? view.get('rollouts', namespace, workload)
  if (object === undefined) return undefined
  const template = objectOf(objectOf(object.spec).template)
  const own = stringMapOf(objectOf(template.metadata).labels)
  const stated = labels.map((label) => own.get(label)).find((name) => name !== undefined && name !== '')
  return stated ?? workload
}
