import { DomainError } from '@/lib/domain/errors'
import type { JsonPatch, KubeObject, ObjectRef } from '@/lib/domain/kube'
import { objectKey, refOf } from '@/lib/domain/kube'
import { applyPatch, JsonPatchError } from '@/lib/domain/traffic/json-patch'
import { sameJson } from '@/lib/domain/traffic/revision'

/** One change of an object as the server stored it. */
export interface Stored {
  /** Milliseconds of the world's clock. */
  at: number
  key: string
  before: KubeObject | undefined
  after: KubeObject | undefined
  manager: string
  auditId?: string
}

export type Body = Omit<KubeObject, 'metadata'> & {
  metadata: Partial<KubeObject['metadata']> & { name: string }
}

export interface Writing {
  manager: string
  auditId?: string
  dryRun?: boolean
  /** Of a write of the status alone, which no writer is remembered for. */
  status?: boolean
}

/** The API server of one cluster: objects with versions, JSON Patch, preconditions, and a history of what was stored. */
export class ApiServer {
  readonly history: Stored[] = []
  readonly listeners: ((stored: Stored) => void)[] = []
  private readonly objects = new Map<string, KubeObject>()
  private version = 100

  constructor(readonly now: () => number) {}

  all(): KubeObject[] {
    return [...this.objects.values()]
  }

  get(ref: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): KubeObject | undefined {
    return this.objects.get(objectKey(ref))
  }

  /** What `kubectl apply` does: whatever was there is replaced. */
  put(body: Body, writing: Writing): KubeObject {
    const before = this.objects.get(objectKey(refOfBody(body)))
    return this.store(before, this.versioned(before, body, writing), writing)
  }

  create(body: KubeObject, writing: Writing): KubeObject {
    const before = this.objects.get(objectKey(refOf(body)))
    if (before) throw new DomainError('conflict', `${body.kind} ${body.metadata.name} is there already.`)
    return this.store(undefined, this.versioned(undefined, body, writing), writing)
  }

  /** Throws `not-found`, and `conflict` for a stale version and for a patch that does not fit. */
  patch(ref: ObjectRef, patch: JsonPatch, writing: Writing): KubeObject {
    const before = this.require(ref)
    const [first] = patch
    if (first?.op === 'replace' && first.path === '/metadata/resourceVersion')
      this.refuseStale(before, first.value)
    try {
      return this.store(before, this.versioned(before, applyPatch<Body>(before, patch), writing), writing)
    } catch (error) {
      if (!(error instanceof JsonPatchError)) throw error
      throw new DomainError('conflict', `The object is no longer as it was read: ${error.message}`)
    }
  }

  delete(ref: ObjectRef, expected: { uid: string; resourceVersion: string }, writing: Writing): void {
    const before = this.require(ref)
    if (before.metadata.uid !== expected.uid)
      throw new DomainError('conflict', 'This is another object by now.')
    this.refuseStale(before, expected.resourceVersion)
    this.store(before, undefined, writing)
  }

  private require(ref: ObjectRef): KubeObject {
    const before = this.objects.get(objectKey(ref))
    if (!before) throw new DomainError('not-found', `There is no ${ref.kind} ${ref.name}.`)
    return before
  }

  private refuseStale(before: KubeObject, version: unknown): void {
    if (before.metadata.resourceVersion !== version)
      throw new DomainError('conflict', `Someone else was first at ${before.kind} ${before.metadata.name}.`)
  }

  private versioned(before: KubeObject | undefined, body: Body, writing: Writing): KubeObject {
    const changed = !sameJson(before?.spec, body.spec)
    const time = new Date(Math.floor(this.now() / 1000) * 1000).toISOString()
    return {
      ...body,
      metadata: {
        ...body.metadata,
        uid: before?.metadata.uid ?? `uid-${this.version + 1}`,
        resourceVersion: String(this.version + 1),
        generation: (before?.metadata.generation ?? 0) + (changed ? 1 : 0),
        creationTimestamp: before?.metadata.creationTimestamp ?? time,
      },
      ...(writing.status && before?.lastWriter
        ? { lastWriter: before.lastWriter }
        : { lastWriter: { manager: writing.manager, time } }),
    }
  }

  private store<T extends KubeObject | undefined>(
    before: KubeObject | undefined,
    after: T,
    { manager, auditId, dryRun }: Writing,
  ): T {
    if (dryRun === true) return after
    const key = objectKey(refOf((after ?? before) as KubeObject))
    this.version += 1
    if (after) this.objects.set(key, after)
    else this.objects.delete(key)
    const stored = {
      at: this.now(),
      key,
      before,
      after,
      manager,
      ...(auditId === undefined ? {} : { auditId }),
    }
    this.history.push(stored)
    for (const listener of this.listeners) listener(stored)
    return after
  }
}

const refOfBody = ({ apiVersion, kind, metadata: { namespace = '', name } }: Body): ObjectRef => ({
  apiVersion,
  kind,
  namespace,
  name,
})
