import { describe, expect, it } from 'vitest'
import type { CheckpointStateDto } from '@/lib/contracts/audit-checkpoints'
import { checkpointWords, offlineCommands } from './checkpoint-words'

const newest: CheckpointStateDto['newest'] = {
  ...{ chain: 'c', epoch: 1, hash: 'h', key: 'k', previous: null, seq: 12, signature: 's' },
  ...{ time: '2026-11-20T10:00:00.000Z', version: 1 },
}
const words = (state: Partial<CheckpointStateDto>) =>
  checkpointWords({ newest, ok: true, from: 'outside', words: '', ...state })

describe('the words of the newest checkpoint', () => {
  it('are good only where it is kept outside and agrees', () => {
    expect(words({})).toMatchObject({ title: 'Signed up to event 12', sign: { glyph: '✓' } })
    expect(words({ from: 'database' })).toMatchObject({
      title: 'Signed up to event 12',
      sign: { glyph: '◆' },
    })
    expect(words({ ok: false }).sign.glyph).toBe('▲')
    expect(words({ ok: false, newest: null, from: 'none' }).title).toMatch(/do not agree/)
  })

  it('say what it means that there is none', () => {
    const none = words({ newest: null, from: 'none' })
    expect(none).toMatchObject({ title: 'Nothing is signed', sign: { glyph: '◆' } })
    expect(none.kept).toContain('Start the signer')
  })
})

it('the commands ask for checkpoints only where there are some', () => {
  const [download, verify] = offlineCommands('https://aviary.example', true).split('\n')
  expect(download).toContain('"https://aviary.example/api/v1/audit/export?format=jsonl" -o audit.jsonl')
  expect(verify).toBe(
    'npx aviary-verify --in audit.jsonl --checkpoint checkpoints.jsonl --pub signer.pem.pub',
  )
  expect(offlineCommands('https://a', false)).toMatch(/\nnpx aviary-verify --in audit\.jsonl$/)
})
