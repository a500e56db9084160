import { describe, expect, it } from 'vitest'
import { OPERATION_ANNOTATION } from '@/lib/domain/traffic/compose-patch'
import type { KubeObject } from '@/lib/domain/kube'
import { lastWriter } from './last-writer'

function written(manager: string, time: string, operation?: string): KubeObject {
  const annotations: Record<string, string> =
    operation === undefined ? {} : { [OPERATION_ANNOTATION]: operation }
  const metadata = { name: 'cart', uid: 'u', resourceVersion: '1', annotations }
  return { apiVersion: 'v1', kind: 'Service', metadata, lastWriter: { manager, time } }
}

describe('lastWriter', () => {
  const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']

  it('is the latest of the objects', () => {
    const objects = [written('helm', early), written('kubectl', late)]
    expect(lastWriter(objects)).toEqual({ writer: { manager: 'kubectl', time: late } })
    expect(lastWriter([])).toEqual({})
  })

  it('names the operation only where Aviary wrote last', () => {
    expect(lastWriter([written('aviary', late, 'op-1')]).writer?.operation).toBe('op-1')
    expect(lastWriter([written('kubectl', late, 'op-1')]).writer?.operation).toBeUndefined()
  })
})
