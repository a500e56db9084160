import { DomainError, isDomainError } from '@/lib/domain/errors'
import type { AskedWrite, Review } from '@/lib/domain/kubernetes/identity'
import type { KubernetesSubject } from '@/lib/domain/kubernetes/subject'
import { lossToError, refusalToError, type Call } from './errors'
import { kindOf } from './kinds'
import { isJson } from './object'
import { TransportError, type KubeFetch } from './transport'

const PATH = '/apis/authorization.k8s.io/v1/subjectaccessreviews'
const DEFAULT_TIMEOUT_MS = 5_000

export type AccessReview = (subject: KubernetesSubject, write: AskedWrite) => Promise<Review>

/**
 * Asks whether somebody else may write, by a SubjectAccessReview. Only a plain yes is one. Throws `cluster-unavailable`,
 * `cluster-busy`, and `cluster-refused` where Aviary's own account may not ask.
 */
export function createAccessReview(options: {
  cluster: string
  fetch: KubeFetch
  timeoutMs?: number
}): AccessReview {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS
  return async (subject, write) => {
    const { verb, object } = write
    const what = `ask whether ${subject.user} may ${verb} ${object.kind} "${object.name}"`
    // Nothing is stored by asking, so the outcome is never unknown.
    const call: Call = {
      cluster: options.cluster,
      namespace: object.namespace,
      what,
      method: 'POST',
      dryRun: true,
    }
    const body = JSON.stringify({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user: subject.user, groups: subject.groups, resourceAttributes: attributesOf(write) },
    })
    return reviewIn(await answerTo(call, options.fetch, body, timeoutMs), call)
  }
}

/** As the API server itself would ask: the name of an object that is yet to be made is not known to it. */
function attributesOf({ verb, object }: AskedWrite): object {
  const { apiVersion, namespace, name } = object
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  const resource = kindOf(object).plural
  return { verb, group, version, resource, namespace, ...(verb === 'create' ? {} : { name }) }
}

async function answerTo(call: Call, fetch: KubeFetch, body: string, timeoutMs: number): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch({ method: 'POST', path: PATH, headers, body, signal })
    const text = await response.text()
    if (response.status < 300) return text
    throw refusalToError(call, {
      status: response.status,
      body: text,
      retryAfter: response.header('retry-after'),
    })
  } catch (error) {
    if (error instanceof TransportError) {
      const words = signal.aborted ? `no answer within ${timeoutMs / 1000} s` : error.message
      throw lossToError(call, new TransportError(words, error.sent, { cause: error }))
    }
    if (!isDomainError(error) || ['cluster-refused', 'cluster-busy'].includes(error.code)) throw error
    throw new DomainError('cluster-unavailable', error.message, {}, { cause: error })
  }
}

function reviewIn(text: string, call: Call): Review {
  const { allowed, denied, reason, evaluationError } = statusIn(text, call)
  const words = [reason, evaluationError].filter((each) => typeof each === 'string' && each !== '')
  return {
    allowed: allowed === true && denied !== true,
    ...(words.length === 0 ? {} : { reason: words.join('; ') }),
  }
}

function statusIn(text: string, call: Call): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(text)
    if (isJson(answer) && isJson(answer['status'])) return answer['status']
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new DomainError(
    'cluster-unavailable',
    `The cluster "${call.cluster}" gave an answer that cannot be read to ${call.what}.`,
  )
}
