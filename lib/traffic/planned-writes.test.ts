import { describe, expect, it } from 'vitest'
import { MemoryCluster, virtualService } from './memory-cluster.fixture'
import { createWrite, deleteWrite, patchWrite, uniqueRefs } from './planned-writes'

describe('planned writes', () => {
  const [object] = new MemoryCluster([virtualService('shop', 'web', { http: [] })]).view.list(
    'virtualservices',
  )

  it('carry what they are planned on', () => {
    if (object === undefined) throw new Error('nothing was put there')
    const patch = [{ op: 'remove' as const, path: '/spec/http' }]
    expect(patchWrite(object, patch)).toMatchObject([{ verb: 'patch', live: object, patch }])
    expect(patchWrite(object, [])).toEqual([])
    expect(deleteWrite(object)).toMatchObject({ verb: 'delete', live: object })
    const made = createWrite(object)
    expect(made).toMatchObject({ verb: 'create', body: object })
    expect(made.object).toEqual(deleteWrite(object).object)
    expect(uniqueRefs([made.object, { ...made.object }])).toEqual([made.object])
  })
})
