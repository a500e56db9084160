import type { KindId } from '@/lib/domain/kube'
import { apiRoot, KINDS, type KindSpec, type ServedKind } from './kinds'
import { isJson } from './object'
import type { KubeFetch } from './transport'
import { refusalToWatchError, WatchError } from './watch-error'

export interface Discovery {
  served: Map<KindId, ServedKind>
  /** Kinds of which this round could not tell; what was known before still holds. */
  unsure: Set<KindId>
}

const TIMEOUT_MS = 10_000

async function getJson(fetch: KubeFetch, path: string, stop: AbortSignal): Promise<unknown> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)])
  const response = await fetch({ method: 'GET', path, signal })
  if (response.status !== 200) throw await refusalToWatchError(response)
  try {
    return JSON.parse(await response.text())
  } catch (error) {
    if (error instanceof SyntaxError) throw new WatchError('failed', `${path} is not JSON`)
    throw error
  }
}

function items(value: unknown, key: string): Record<string, unknown>[] {
  const list = isJson(value) ? value[key] : undefined
  return Array.isArray(list) ? (list as unknown[]).filter(isJson) : []
}

/** `group/version` of every group that the cluster has; APIGroupList of /apis. */
async function groupVersions(fetch: KubeFetch, stop: AbortSignal): Promise<Set<string>> {
  const groups = items(await getJson(fetch, '/apis', stop), 'groups')
  const names = groups.flatMap((group) => items(group, 'versions').map((version) => version['groupVersion']))
  return new Set(['v1', ...names.filter((name) => typeof name === 'string')])
}

/** Plural names that can be listed and watched in one group and version, or 'unsure' when it did not answer. */
async function watchable(
  fetch: KubeFetch,
  apiVersion: string,
  stop: AbortSignal,
): Promise<Set<string> | 'unsure'> {
  try {
    const resources = items(await getJson(fetch, apiRoot(apiVersion), stop), 'resources')
    const usable = resources.filter(
      ({ verbs }) => Array.isArray(verbs) && verbs.includes('list') && verbs.includes('watch'),
    )
    return new Set(usable.map(({ name }) => String(name)))
  } catch (error) {
    if (error instanceof WatchError && error.problem === 'missing') return new Set()
    return 'unsure'
  }
}

function choose(
  spec: KindSpec,
  resources: Map<string, Set<string> | 'unsure'>,
): ServedKind | 'absent' | 'unsure' {
  for (const apiVersion of spec.apiVersions) {
    const names = resources.get(apiVersion)
    if (names === 'unsure') return 'unsure'
    if (names?.has(spec.plural)) {
      const { apiVersions: _tried, ...rest } = spec
      return { ...rest, apiVersion }
    }
  }
  return 'absent'
}

/** Which of Aviary's kinds the cluster serves, and in which version. Throws WatchError or TransportError when it can't be asked at all. */
export async function discover(fetch: KubeFetch, stop: AbortSignal): Promise<Discovery> {
  const present = await groupVersions(fetch, stop)
  const wanted = [...new Set(KINDS.flatMap((spec) => spec.apiVersions))].filter((name) => present.has(name))
  const resources = new Map(
    await Promise.all(wanted.map(async (name) => [name, await watchable(fetch, name, stop)] as const)),
  )
  const found: Discovery = { served: new Map(), unsure: new Set() }
  for (const spec of KINDS) {
    const choice = choose(spec, resources)
    if (choice === 'unsure') found.unsure.add(spec.id)
    else if (choice !== 'absent') found.served.set(spec.id, choice)
  }
  return found
}
