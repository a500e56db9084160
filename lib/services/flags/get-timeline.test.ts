import { beforeEach, describe, expect, it } from 'vitest'
import type { OperationRecord } from '@/lib/domain/traffic/operation'
import type { TimelineEntryDto } from '@/lib/contracts/timeline'
import { flagAction } from './flag-changes'
import { checkout, FlagStage } from './flag-stage.fixture'
import { getTimeline } from './get-timeline'

let stage: FlagStage
const minute = (value: number) => `2026-11-21T10:${String(value).padStart(2, '0')}:00.000Z`
const operation = (at: number) =>
  ({
    id: `op-${at}`,
    at: minute(at),
    outcome: 'applied',
    inverse: [],
    service: checkout,
  }) as unknown as OperationRecord
const flag = (seen: number, written = seen) => ({
  id: `e-${seen}`,
  seq: stage.events.length + 1,
  epoch: 1,
  time: minute(seen),
  kind: 'flag' as const,
  action: flagAction,
  result: 'applied',
  actor: { issuer: 'kubernetes', subject: 'kubectl', name: 'kubectl' },
  service: checkout,
  detail: { words: `flag-${seen}`, configMaps: ['checkout-flags'], writtenAt: minute(written) },
  prevHash: '',
  hash: '',
  body: '',
})
const nameOf = (entry: TimelineEntryDto) => (entry.kind === 'flag' ? entry.words : entry.operation.id)

async function pages(limit: number): Promise<string[][]> {
  const found: string[][] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page = await getTimeline(stage.ctx(), checkout, {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    })
    found.push(page.items.map(nameOf))
    cursor = page.next
  }
  return found
}

beforeEach(() => {
  stage = new FlagStage()
  for (const at of [50, 40, 30, 20, 10]) stage.operations.push(operation(at))
  for (const at of [15, 35, 45]) stage.events.push(flag(at))
})

describe('getTimeline', () => {
  it('puts changes of flags between the operations, newest first', async () => {
    const { items, next } = await getTimeline(stage.ctx(), checkout, { limit: 100 })
    expect(items.map(nameOf)).toEqual([
      'op-50',
      'flag-45',
      'op-40',
      'flag-35',
      'op-30',
      'op-20',
      'flag-15',
      'op-10',
    ])
    expect(next).toBeNull()
    expect(items[1]).toEqual({
      kind: 'flag',
      at: minute(45),
      words: 'flag-45',
      actor: { issuer: 'kubernetes', subject: 'kubectl', name: 'kubectl' },
      configMaps: ['checkout-flags'],
      auditSeq: 3,
    })
  })

  it.each([1, 2, 3, 7])('shows every entry once, whatever the page: %i', async (limit) => {
    // Seen late: in the log it stands before what happened after it.
    stage.events.push(flag(46, 12))
    const all = await pages(limit)
    expect(all.flat().sort()).toEqual((await pages(100)).flat().sort())
    expect(all.flat()).toHaveLength(9)
    expect(all.slice(0, -1).every((page) => page.length === limit)).toBe(true)
  })

  it('shows a change at the time when it was written, and never after it was seen', async () => {
    stage.events.push(flag(46, 12), flag(47, 59))
    const { items } = await getTimeline(stage.ctx(), checkout, { limit: 100 })
    const at = (words: string) => items.find((entry) => nameOf(entry) === words)?.at
    expect([at('flag-46'), at('flag-47')]).toEqual([minute(12), minute(47)])
  })

  it.each(['', '{', '[]', '[1,2]', 'null'])(
    'refuses a cursor that it did not give out: %j',
    async (cursor) => {
      await expect(getTimeline(stage.ctx(), checkout, { limit: 1, cursor })).rejects.toMatchObject({
        code: 'malformed',
      })
    },
  )

  it('needs no more than to see the service, and that', async () => {
    await expect(getTimeline(stage.ctx('other'), checkout, { limit: 1 })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
