import { DomainError, isDomainError } from '../../domain/errors'
import type { KubeObject } from '../../domain/kube'
import type { Impersonation } from '../../domain/kubernetes/virtual-user'
import type { ObjectClient, TrafficRouter } from '../../domain/ports'
import { isUnknownOutcome } from '../../domain/ports'
import { composePatch, OPERATION_ANNOTATION } from '../../domain/traffic/compose-patch'
import { inversePatch } from '../../domain/traffic/inverse-patch'
import type { Outcome, PlannedWrite, WriteResult } from '../../domain/traffic/operation'
import { servedTests } from '../../domain/traffic/served-tests'

/** Of one write, when only status or metadata moved between reading and sending. */
export const maxAttempts = 3

export interface Marks {
  operation: string
  release?: string
  epoch?: number
}
export interface Sending {
  client: ObjectClient
  router: TrafficRouter
  marks: Marks
  /** Every write is made in this user's name. */
  as?: Impersonation
  /** Waits for what a write awaits, until it is there; false in vain. */
  settled?: (write: PlannedWrite) => Promise<boolean>
}
export interface Sent {
  outcome: Exclude<Outcome, 'dry-run' | 'not-applied'>
  writes: WriteResult[]
  /** The objects as the API server answered them, in the order of the plan. */
  after: (KubeObject | undefined)[]
  /** What stopped the sending. */
  error?: DomainError
}

/**
 * Sends the writes of one operation in order. A lost version race is sent again, at most three times,
 * while the routing spec stays what was planned on; nothing else is retried. When a later write is
 * refused the earlier ones are put back.
 */
export async function sendWrites(plan: PlannedWrite[], sending: Sending): Promise<Sent> {
  const state: Sent & { attempts: number } = { outcome: 'applied', writes: [], after: [], attempts: 0 }
  for (const write of plan) {
    const error = (await sendOne(write, sending, state)) ?? (await unsettled(write, sending, state))
    if (!error) continue
    state.error = error
    if (state.outcome === 'unknown') return state
    const reverted = await putBack(plan, sending, state)
    if (!reverted) state.outcome = 'failed'
    return state
  }
  return state
}

/** The error of a write whose effect the next one cannot wait for any longer. */
async function unsettled(
  write: PlannedWrite,
  sending: Sending,
  state: Sent,
): Promise<DomainError | undefined> {
  if (write.awaits === undefined || (await sending.settled?.(write)) !== false) return undefined
  state.outcome = 'failed'
  return new DomainError(
    'blocked',
    `${write.object.kind} ${write.object.name} got no ready endpoints in time, so nothing was sent to it.`,
  )
}

async function sendOne(
  write: PlannedWrite,
  sending: Sending,
  state: Sent & { attempts: number },
): Promise<DomainError | undefined> {
  let live = write.live
  for (let attempt = 1; ; attempt += 1) {
    state.attempts += 1
    const auditId = `${sending.marks.operation}-${state.attempts}`
    const record = (result: WriteResult['result'], detail?: string) =>
      state.writes.push({
        verb: write.verb,
        object: write.object,
        auditId,
        result,
        ...(detail === undefined ? {} : { detail }),
      })
    try {
      state.after.push(await sendAttempt(write, live, sending, { auditId }))
      record('applied')
      return undefined
    } catch (error) {
      if (isUnknownOutcome(error)) {
        record('unknown', error.message)
        state.outcome = 'unknown'
        return new DomainError('cluster-unavailable', error.message)
      }
      if (!isDomainError(error)) throw error
      if (error.code !== 'conflict') {
        record('refused', error.message)
        state.outcome = 'failed'
        return error
      }
      record('conflict', error.message)
      const fresh = await sending.client.get(write.object)
      if (!fresh || !untouched(sending.router, fresh, live) || attempt >= maxAttempts) {
        state.outcome = 'conflict'
        return error
      }
      live = fresh
    }
  }
}

/** Whether nobody routed otherwise meanwhile, and no other operation of Aviary wrote: that one may be a fence. */
const untouched = (router: TrafficRouter, fresh: KubeObject, live: KubeObject | undefined): boolean =>
  sameRouting(router, fresh, live) && markOf(fresh) === markOf(live)

const markOf = (object: KubeObject | undefined) => object?.metadata.annotations?.[OPERATION_ANNOTATION]

/** Whether two readings of an object route alike, whatever their status and metadata say. */
export const sameRouting = (router: TrafficRouter, one: KubeObject, two: KubeObject | undefined): boolean =>
  two !== undefined && router.objectRevision(one) === router.objectRevision(two)

/** One request for one planned write; with `dryRun` nothing is stored by the cluster. */
export async function sendAttempt(
  write: PlannedWrite,
  live: KubeObject | undefined,
  { client, marks, as }: Pick<Sending, 'client' | 'marks' | 'as'>,
  how: { auditId?: string; dryRun?: boolean },
): Promise<KubeObject | undefined> {
  const options = as === undefined ? how : { ...how, as }
  switch (write.verb) {
    case 'create':
      if (!write.body) throw new Error('a create needs a body')
      return await client.create(marked(write.body, marks), options)
    case 'delete':
      if (!live) throw new Error('a delete needs the live object')
      await client.delete(write.object, {
        ...options,
        uid: live.metadata.uid,
        resourceVersion: live.metadata.resourceVersion,
      })
      return undefined
    case 'patch':
      if (!live || !write.patch) throw new Error('a patch needs the live object')
      return await client.patch(write.object, composePatch(live, write.patch, marks), options)
  }
}

function marked(body: KubeObject, marks: Marks): KubeObject {
  const annotations = {
    ...body.metadata.annotations,
    'aviary.dev/operation': marks.operation,
    ...(marks.release === undefined ? {} : { 'aviary.dev/release': marks.release }),
    ...(marks.epoch === undefined ? {} : { 'aviary.dev/epoch': String(marks.epoch) }),
  }
  return { ...body, metadata: { ...body.metadata, annotations } }
}

/** Undoes the writes that went through before a later one was refused. True when nothing of them is left. */
async function putBack(
  plan: PlannedWrite[],
  sending: Sending,
  state: Sent & { attempts: number },
): Promise<boolean> {
  for (let index = state.after.length - 1; index >= 0; index -= 1) {
    const write = plan[index]
    const after = state.after[index]
    const opposite = write && oppositeOf(write, after)
    if (!opposite) return false
    state.attempts += 1
    const auditId = `${sending.marks.operation}-${state.attempts}`
    try {
      await sendAttempt(opposite, after, sending, { auditId })
      state.writes.push({ verb: opposite.verb, object: opposite.object, auditId, result: 'reverted' })
    } catch (error) {
      if (!isDomainError(error) && !isUnknownOutcome(error)) throw error
      state.writes.push({
        verb: opposite.verb,
        object: opposite.object,
        auditId,
        result: 'failed',
        detail: error.message,
      })
      return false
    }
  }
  return true
}

/** The write that takes an applied one back; valid only while the object's routing spec is as `after`. */
export function oppositeOf(write: PlannedWrite, after: KubeObject | undefined): PlannedWrite | undefined {
  switch (write.verb) {
    case 'create':
      return after && { verb: 'delete', object: write.object, live: after }
    case 'delete':
      return write.live && { verb: 'create', object: write.object, body: recreated(write.live) }
    case 'patch':
      return (
        write.live &&
        write.patch && {
          verb: 'patch',
          object: write.object,
          patch: servedTests(inversePatch(write.live, write.patch), after),
          ...(after ? { live: after } : {}),
        }
      )
  }
}

function recreated(object: KubeObject): KubeObject {
  const { name, namespace, labels, annotations } = object.metadata
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      uid: '',
      resourceVersion: '',
    },
    spec: object.spec,
  }
}
