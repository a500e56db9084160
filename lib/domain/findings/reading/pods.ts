import type { ClusterView, KubeObject } from '../../kube'
import { arrayOf, objectOf, stringMapOf, stringOf } from '../../traffic/untyped'
import { oncePerList } from './memory'

type Labels = ReadonlyMap<string, string>

interface PodIndex {
  byLabel: ReadonlyMap<string, readonly KubeObject[]>
}

const pair = (name: string, value: string) => JSON.stringify([name, value])

function labelIndex(list: readonly KubeObject[], labelsOf: (object: KubeObject) => Labels): PodIndex {
  const byLabel = new Map<string, KubeObject[]>()
  for (const object of list) {
    for (const [name, value] of labelsOf(object)) {
      const key = pair(name, value)
      const known = byLabel.get(key)
      if (known === undefined) byLabel.set(key, [object])
      else known.push(object)
    }
  }
  return { byLabel }
}

const podLabels = ({ metadata }: KubeObject) => stringMapOf(metadata.labels)
const templateLabels = ({ spec }: KubeObject) =>
  stringMapOf(objectOf(objectOf(objectOf(spec).template).metadata).labels)

const livePods = oncePerList((list) => labelIndex(list.filter(isLive), podLabels))
const templates = oncePerList((list) => labelIndex(list, templateLabels))

function isLive({ metadata, status }: KubeObject): boolean {
  const { phase } = objectOf(status)
  return metadata.deletionTimestamp === undefined && phase !== 'Succeeded' && phase !== 'Failed'
}

/** Looks only at what has the rarest of the labels asked for. */
function choose(
  { byLabel }: PodIndex,
  selector: Labels,
  labelsOf: (object: KubeObject) => Labels,
): KubeObject[] {
  const lists = [...selector].map(([name, value]) => byLabel.get(pair(name, value)) ?? [])
  const [fewest = []] = lists.sort((a, b) => a.length - b.length)
  return fewest.filter((object) => {
    const labels = labelsOf(object)
    return [...selector].every(([name, value]) => labels.get(name) === value)
  })
}

/** The selector of a Service; undefined where it has none and selects no pods by itself. */
export function selectorOf(service: KubeObject | undefined): Labels | undefined {
  const selector = stringMapOf(objectOf(service?.spec).selector)
  return selector.size > 0 ? selector : undefined
}

/** Live pods of a namespace with these labels; none without labels. */
export function podsWith(view: ClusterView, namespace: string, selector: Labels): KubeObject[] {
  return choose(livePods(view.list('pods', namespace)), selector, podLabels)
}

/** True when pods have these labels, or a Deployment would make such pods. */
export function anyWith(view: ClusterView, namespace: string, selector: Labels): boolean {
  if (podsWith(view, namespace, selector).length > 0) return true
  return choose(templates(view.list('deployments', namespace)), selector, templateLabels).length > 0
}

/** Why a pod is not ready, in a word of Kubernetes: that of a waiting container, else its phase. */
export function waitingReason({ status }: KubeObject): string | undefined {
  const { containerStatuses, phase } = objectOf(status)
  for (const each of arrayOf(containerStatuses)) {
    const reason = stringOf(objectOf(objectOf(objectOf(each).state).waiting).reason)
    if (reason !== undefined) return reason
  }
  return phase === 'Pending' ? 'Pending' : undefined
}

export function isReady({ status }: KubeObject): boolean {
  return arrayOf(objectOf(status).conditions).some((condition) => {
    const { type, status: state } = objectOf(condition)
    return type === 'Ready' && state === 'True'
  })
}
