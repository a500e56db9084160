import type { KubeObject, ObjectRef } from '@/lib/domain/kube'
import type { ObjectClient, SendOptions } from '@/lib/domain/ports'
import { DomainError, isDomainError } from '@/lib/domain/errors'
import { UnknownOutcome } from '@/lib/domain/ports'
import { patchText } from '@/lib/domain/traffic/patch-text'
import { lossToError, refusalToError, type Call } from './errors'
import { impersonationHeaders } from './impersonation-headers'
import { collectionPath, kindOf, objectPath } from './kinds'
import { toKubeObject } from './object'
import { TransportError, type KubeFetch, type KubeRequest } from './transport'

interface ObjectClientOptions {
  cluster: string
  fetch: KubeFetch
  /** How long to wait for an answer; 10,000 by default. */
  timeoutMs?: number
}

const FIELD_MANAGER = 'aviary'
const DEFAULT_TIMEOUT_MS = 10_000

function query(options: SendOptions): string {
  return `?fieldManager=${FIELD_MANAGER}${options.dryRun ? '&dryRun=All' : ''}`
}

function headersOf({ auditId, as }: SendOptions): Record<string, string> {
  return {
    ...(auditId === undefined ? {} : { 'audit-id': auditId }),
    ...(as === undefined ? {} : impersonationHeaders(as)),
  }
}

/** What a server fills in itself and refuses (resourceVersion) or ignores in a create. */
function createBody(body: KubeObject): string {
  const { lastWriter: _lastWriter, metadata, ...rest } = body
  const { name, namespace, labels, annotations, ownerReferences } = metadata
  return JSON.stringify({ ...rest, metadata: { name, namespace, labels, annotations, ownerReferences } })
}

/** Single objects of one cluster. Every error is a DomainError or an UnknownOutcome, in words that name the place. */
export function createObjectClient(options: ObjectClientOptions): ObjectClient {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS

  async function once(call: Call, request: KubeRequest): Promise<string> {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const response = await options.fetch({ ...request, signal })
      const body = await response.text()
      if (response.status < 300) return body
      throw refusalToError(call, {
        status: response.status,
        body,
        retryAfter: response.header('retry-after'),
      })
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      const words = signal.aborted ? `no answer within ${timeoutMs / 1000} s` : error.message
      throw lossToError(call, new TransportError(words, error.sent, { cause: error }))
    }
  }

  async function sendObject(call: Call, ref: ObjectRef, request: KubeRequest): Promise<KubeObject> {
    const body = await once(call, request)
    try {
      return toKubeObject(JSON.parse(body), ref, !call.dryRun)
    } catch (error) {
      const words = `The cluster "${options.cluster}" gave an answer that cannot be read to ${call.what}.`
      // A 2xx without a readable object: it was probably done, but nothing says how it looks now.
      if (request.method !== 'GET' && !call.dryRun) throw new UnknownOutcome(words, { cause: error })
      throw new DomainError('cluster-unavailable', words, {}, { cause: error })
    }
  }

  function callOf(verb: string, method: Call['method'], ref: ObjectRef, dryRun = false): Call {
    const what = `${dryRun ? 'try to ' : ''}${verb} ${ref.kind} "${ref.name}"`
    return { cluster: options.cluster, namespace: ref.namespace, what, method, dryRun }
  }

  function pathOf(ref: ObjectRef): string {
    return objectPath({ ...kindOf(ref), apiVersion: ref.apiVersion }, ref.namespace, ref.name)
  }

  return {
    async get(ref) {
      const path = pathOf(ref)
      try {
        return await sendObject(callOf('read', 'GET', ref), ref, { method: 'GET', path })
      } catch (error) {
        if (isDomainError(error) && error.code === 'not-found') return undefined
        throw error
      }
    },

    // Async, so that an impossible name rejects like every other failure.
    async patch(ref, patch, sending) {
      return await sendObject(callOf('patch', 'PATCH', ref, sending.dryRun), ref, {
        method: 'PATCH',
        path: pathOf(ref) + query(sending),
        headers: { 'content-type': 'application/json-patch+json', ...headersOf(sending) },
        body: patchText(patch),
      })
    },

    async create(body, sending) {
      const { apiVersion, kind } = body
      const ref = { apiVersion, kind, namespace: body.metadata.namespace ?? '', name: body.metadata.name }
      const type = { ...kindOf(ref), apiVersion }
      return await sendObject(callOf('create', 'POST', ref, sending.dryRun), ref, {
        method: 'POST',
        path: collectionPath(type, type.namespaced ? ref.namespace : undefined) + query(sending),
        headers: { 'content-type': 'application/json', ...headersOf(sending) },
        body: createBody(body),
      })
    },

    async delete(ref, sending) {
      await once(callOf('delete', 'DELETE', ref, sending.dryRun), {
        method: 'DELETE',
        // With a body the server reads its options from there; the query is for whoever reads its audit log.
        path: pathOf(ref) + (sending.dryRun ? '?dryRun=All' : ''),
        headers: { 'content-type': 'application/json', ...headersOf(sending) },
        body: JSON.stringify({
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid: sending.uid, resourceVersion: sending.resourceVersion },
          ...(sending.dryRun && { dryRun: ['All'] }),
        }),
      })
    },
  }
}
