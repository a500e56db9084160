import type { KubeObject } from '@/lib/domain/kube'
import type { ServedKind } from './kinds'
import { LineSplitter } from './lines'
import { isJson, toKubeObject } from './object'
import type { KubeResponse } from './transport'
import { statusToWatchError, WatchError } from './watch-error'

export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubeObject; resourceVersion: string }
  | { type: 'BOOKMARK'; resourceVersion: string }

function malformed(line: string): WatchError {
  return new WatchError('failed', `a line of the watch is no event: ${line.slice(0, 80)}`)
}

/** One line of a watch. Throws WatchError for ERROR events and for lines that are none. */
export function parseEvent(line: string, kind: ServedKind): WatchEvent {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw malformed(line)
  }
  if (!isJson(value)) throw malformed(line)
  const object = value['object']
  switch (value['type']) {
    case 'ERROR':
      throw statusToWatchError(
        isJson(object) && typeof object['code'] === 'number' ? object['code'] : 500,
        object,
      )
    case 'BOOKMARK': {
      const metadata = isJson(object) && isJson(object['metadata']) ? object['metadata'] : {}
      if (typeof metadata['resourceVersion'] !== 'string') throw malformed(line)
      return { type: 'BOOKMARK', resourceVersion: metadata['resourceVersion'] }
    }
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      try {
        const parsed = toKubeObject(object, kind)
        return { type: value['type'], object: parsed, resourceVersion: parsed.metadata.resourceVersion }
      } catch {
        throw malformed(line)
      }
    default:
      throw malformed(line)
  }
}

/** Reads a watch until the server ends it. Throws WatchError or TransportError for every other end. */
export async function readEvents(
  response: KubeResponse,
  kind: ServedKind,
  on: { bytes: () => void; event: (event: WatchEvent) => void },
): Promise<void> {
  const lines = new LineSplitter()
  for await (const chunk of response.chunks()) {
    on.bytes()
    for (const line of lines.push(chunk)) on.event(parseEvent(line, kind))
  }
  if (lines.rest().trim() !== '')
    throw new WatchError('failed', 'the watch was cut off in the middle of an event')
}
