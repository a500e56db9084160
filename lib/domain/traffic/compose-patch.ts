import { DomainError } from '../errors'
import type { JsonPatch, JsonPatchOp, KubeObject } from '../kube'
import { pointerTo } from './json-patch'
import { stringMapOf } from './untyped'

/** Annotations by which Aviary knows its own writes, DESIGN.md §3. */
export const OPERATION_ANNOTATION = 'aviary.dev/operation'
const RELEASE_ANNOTATION = 'aviary.dev/release'
export const EPOCH_ANNOTATION = 'aviary.dev/epoch'

const ANNOTATIONS = '/metadata/annotations'

/** Who writes: what isn't given is left as it stands on the object. */
export interface Marks {
  operation: string
  release?: string
  /** The engine's term of leadership. */
  epoch?: number
}

/**
 * The whole JSON Patch of one write: the version that it was planned on, the planned tests and changes, the marks.
 * Throws `conflict` when a writer of a later epoch has been here.
 */
export function composePatch(live: KubeObject, patch: JsonPatch, marks: Marks): JsonPatch {
  refuseLaterEpoch(live, marks.epoch)
  return [
    { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
    ...patch.flatMap((op) => mergedAnnotations(live, op)),
    ...annotationOps(live, patch, marks),
  ]
}

function refuseLaterEpoch(live: KubeObject, epoch: number | undefined): void {
  const seen = Number(live.metadata.annotations?.[EPOCH_ANNOTATION] ?? 0)
  if (epoch === undefined || !Number.isFinite(seen) || seen <= epoch) return
  throw new DomainError(
    'conflict',
    `${live.kind} ${live.metadata.name} was written by a later leader (epoch ${seen}, ours is ${epoch}).`,
  )
}

/** A plan made on an object without annotations must not wipe those that the live one has. */
function mergedAnnotations(live: KubeObject, op: JsonPatchOp): JsonPatch {
  if (op.op !== 'add' || op.path !== ANNOTATIONS || live.metadata.annotations === undefined) return [op]
  return [...stringMapOf(op.value)].map(([name, value]) => mark(name, value))
}

function annotationOps(live: KubeObject, patch: JsonPatch, marks: Marks): JsonPatch {
  const present =
    live.metadata.annotations !== undefined ||
    patch.some(({ op, path }) => op === 'add' && path === ANNOTATIONS)
  const container: JsonPatchOp[] = present ? [] : [{ op: 'add', path: ANNOTATIONS, value: {} }]
  return [...container, ...Object.entries(markAnnotations(marks)).map(([name, value]) => mark(name, value))]
}

function mark(name: string, value: string): JsonPatchOp {
  return { op: 'add', path: `${ANNOTATIONS}${pointerTo(name)}`, value }
}

/** The marks as annotations, for the body of an object that Aviary creates. */
export function markAnnotations(marks: Marks): Record<string, string> {
  return {
    [OPERATION_ANNOTATION]: marks.operation,
    ...(marks.release === undefined ? {} : { [RELEASE_ANNOTATION]: marks.release }),
    ...(marks.epoch === undefined ? {} : { [EPOCH_ANNOTATION]: String(marks.epoch) }),
  }
}
