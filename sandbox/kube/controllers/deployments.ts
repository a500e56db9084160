import { createHash } from 'node:crypto'
import {
  isObject,
  isList,
  listAt,
  numberAt,
  objectAt,
  textAt,
  textMap,
  valueAt,
  type JsonObject,
} from '../json'
import { replicaSetKind } from '../kinds'
import { timestamp } from '../objects'
import type { Entry, Store } from '../store'
import { createObject, deleteObject } from '../write-object'
import { controllerManager, isOwnedBy, ownedBy, writeObject, writeStatus } from './cluster-writes'

const hashLabel = 'pod-template-hash'
const revisionAnnotation = 'deployment.kubernetes.io/revision'
const ownAnnotations = new Set([revisionAnnotation, 'kubectl.kubernetes.io/last-applied-configuration'])

function sortedJson(value: unknown): string {
  if (isList(value)) return `[${value.map(sortedJson).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${sortedJson(item)}`).join(',')}}`
}

/** The label that ties a ReplicaSet and its pods to one pod template. */
export function templateHash(template: unknown): string {
  return createHash('sha256').update(sortedJson(template)).digest('hex').slice(0, 10)
}

/** maxSurge and maxUnavailable: a number, or a percentage of the replicas. */
function amount(value: unknown, replicas: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value
  return round((Number.parseFloat(typeof value === 'string' ? value : '0') / 100) * replicas)
}

function surgeAllowed(spec: JsonObject, replicas: number): number {
  return amount(valueAt(spec, 'strategy', 'rollingUpdate', 'maxSurge'), replicas, Math.ceil)
}

function unavailableAllowed(spec: JsonObject, replicas: number): number {
  return amount(valueAt(spec, 'strategy', 'rollingUpdate', 'maxUnavailable'), replicas, Math.floor)
}

const replicasOf = (set: Entry): number => numberAt(set.object, 'spec', 'replicas') ?? 0
const availableOf = (set: Entry): number => numberAt(set.object, 'status', 'availableReplicas') ?? 0
const revisionOf = (set: Entry): number =>
  Number(set.object.metadata.annotations?.[revisionAnnotation] ?? '0')
const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0)

function setReplicas(store: Store, set: Entry, replicas: number): void {
  if (replicas === replicasOf(set)) return
  writeObject(store, set, (current) => ({ ...current, spec: { ...objectAt(current, 'spec'), replicas } }))
}

// `kubectl rollout history` reads a revision's change cause from its ReplicaSet.
function copiedAnnotations(deployment: Entry): Record<string, string> {
  const entries = Object.entries(deployment.object.metadata.annotations ?? {})
  return Object.fromEntries(entries.filter(([name]) => !ownAnnotations.has(name)))
}

function createSet(store: Store, deployment: Entry, hash: string, replicas: number, revision: number): Entry {
  const { name, namespace = '' } = deployment.object.metadata
  const spec = objectAt(deployment.object, 'spec')
  const template = objectAt(spec, 'template')
  const labels = { ...textMap(objectAt(template, 'metadata', 'labels')), [hashLabel]: hash }
  const selector = {
    matchLabels: { ...textMap(objectAt(spec, 'selector', 'matchLabels')), [hashLabel]: hash },
  }
  const metadata = {
    name: `${name}-${hash}`,
    labels,
    annotations: { ...copiedAnnotations(deployment), [revisionAnnotation]: String(revision) },
    ownerReferences: ownedBy(deployment),
  }
  const podTemplate = { ...template, metadata: { ...objectAt(template, 'metadata'), labels } }
  const minReadySeconds = numberAt(spec, 'minReadySeconds')
  const wait = minReadySeconds === undefined ? {} : { minReadySeconds }
  const body: JsonObject = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata,
    spec: { replicas, ...wait, selector, template: podTemplate },
  }
  return createObject(store, replicaSetKind, namespace, body, { manager: controllerManager, version: 'v1' })
}

/** One step of a rollout: grow the current set within the surge, shrink old ones while enough pods are available. */
function roll(store: Store, spec: JsonObject, current: Entry, old: Entry[], wanted: number): void {
  const recreate = textAt(spec, 'strategy', 'type') === 'Recreate'
  const surge = surgeAllowed(spec, wanted)
  const unavailable = unavailableAllowed(spec, wanted)
  const oldPods = sum(old.map((set) => numberAt(set.object, 'status', 'replicas') ?? replicasOf(set)))
  const room = recreate
    ? oldPods === 0
      ? wanted
      : 0
    : wanted + surge - sum(old.map(replicasOf)) - replicasOf(current)
  setReplicas(
    store,
    current,
    replicasOf(current) > wanted ? wanted : Math.min(wanted, replicasOf(current) + Math.max(0, room)),
  )
  const least = wanted - (surge === 0 && unavailable === 0 ? 1 : unavailable)
  let spare = recreate ? Infinity : availableOf(current) + sum(old.map(availableOf)) - least
  for (const set of old) {
    const unavailableNow = replicasOf(set) - availableOf(set)
    const removed = Math.min(replicasOf(set), unavailableNow + Math.max(0, Math.min(spare, availableOf(set))))
    spare -= Math.max(0, removed - unavailableNow)
    setReplicas(store, set, replicasOf(set) - removed)
  }
}

/** A paused Deployment may be scaled: one active set to the size wanted, of several the largest takes the difference. */
function scalePaused(store: Store, spec: JsonObject, sets: Entry[], wanted: number): void {
  const newest = sets.toSorted((a, b) => revisionOf(b) - revisionOf(a))
  const active = newest.filter((set) => replicasOf(set) > 0)
  const [largest = newest[0]] = active.toSorted((a, b) => replicasOf(b) - replicasOf(a))
  if (largest === undefined) return
  const rest = sum(active.filter((set) => set !== largest).map(replicasOf))
  const surge = active.length > 1 ? surgeAllowed(spec, wanted) : 0
  setReplicas(store, largest, Math.max(0, wanted + surge - rest))
}

function conditions(deployment: Entry, enough: boolean, done: boolean, failure: unknown): JsonObject[] {
  const old = valueAt(deployment.object, 'status', 'conditions')
  const condition = (type: string, status: string, reason: string): JsonObject => {
    const before = (isList(old) ? old : []).find((each) => textAt(each, 'type') === type)
    const same = textAt(before, 'status') === status && textAt(before, 'reason') === reason
    const since = (same ? textAt(before, 'lastTransitionTime') : undefined) ?? timestamp()
    return { type, status, reason, lastTransitionTime: since, lastUpdateTime: since }
  }
  const paused = valueAt(deployment.object, 'spec', 'paused') === true
  return [
    enough
      ? condition('Available', 'True', 'MinimumReplicasAvailable')
      : condition('Available', 'False', 'MinimumReplicasUnavailable'),
    paused
      ? condition('Progressing', 'Unknown', 'DeploymentPaused')
      : condition('Progressing', 'True', done ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated'),
    ...(isObject(failure) ? [failure] : []),
  ]
}

function updateStatus(
  store: Store,
  deployment: Entry,
  sets: Entry[],
  current: Entry | undefined,
  wanted: number,
): void {
  const spec = objectAt(deployment.object, 'spec')
  const count = (field: string, of = sets): number =>
    sum(of.map((set) => numberAt(set.object, 'status', field) ?? 0))
  const available = count('availableReplicas')
  const updated = current === undefined ? 0 : count('replicas', [current])
  const total = count('replicas')
  const done = updated === wanted && total === wanted && available === wanted
  const tolerated = textAt(spec, 'strategy', 'type') === 'Recreate' ? 0 : unavailableAllowed(spec, wanted)
  const failure = sets.flatMap((set) => listAt(set.object, 'status', 'conditions'))[0]
  writeStatus(store, deployment, {
    observedGeneration: deployment.object.metadata.generation,
    replicas: total,
    updatedReplicas: updated,
    readyReplicas: count('readyReplicas'),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, total - available),
    conditions: conditions(deployment, available >= wanted - tolerated, done, failure),
  })
}

/** Brings a Deployment's ReplicaSets one step nearer to its spec; a change of theirs brings the next step. */
export function reconcileDeployment(store: Store, deployment: Entry): void {
  const { namespace = '', annotations = {} } = deployment.object.metadata
  const spec = objectAt(deployment.object, 'spec')
  const wanted = numberAt(spec, 'replicas') ?? 1
  const setsNow = (): Entry[] =>
    [...store.each(replicaSetKind, namespace)].filter((set) => isOwnedBy(set, deployment))
  const hash = templateHash(spec['template'])
  const sets = setsNow()
  let current = sets.find((set) => set.object.metadata.labels?.[hashLabel] === hash)
  const others = sets.filter((set) => set !== current)
  const newest = Math.max(0, ...others.map(revisionOf))
  if (spec['paused'] === true) {
    scalePaused(store, spec, sets, wanted)
  } else {
    current ??= createSet(
      store,
      deployment,
      hash,
      others.every((set) => replicasOf(set) === 0) ? wanted : 0,
      newest + 1,
    )
    const revision = String(Math.max(newest + 1, revisionOf(current)))
    const annotate = (entry: Entry): void =>
      writeObject(store, entry, (object) => ({
        ...object,
        metadata: {
          ...object.metadata,
          annotations: { ...object.metadata.annotations, [revisionAnnotation]: revision },
        },
      }))
    if (current.object.metadata.annotations?.[revisionAnnotation] !== revision) annotate(current)
    if (annotations[revisionAnnotation] !== revision) annotate(deployment)
    roll(
      store,
      spec,
      store.get(replicaSetKind, namespace, current.object.metadata.name) ?? current,
      others,
      wanted,
    )
    const limit = numberAt(spec, 'revisionHistoryLimit') ?? 10
    const empty = others
      .filter((set) => replicasOf(set) === 0)
      .toSorted((a, b) => revisionOf(b) - revisionOf(a))
    for (const set of empty.slice(limit))
      deleteObject(store, replicaSetKind, namespace, set.object.metadata.name)
  }
  const name = current?.object.metadata.name
  const after = setsNow()
  updateStatus(
    store,
    deployment,
    after,
    after.find((set) => set.object.metadata.name === name),
    wanted,
  )
}
