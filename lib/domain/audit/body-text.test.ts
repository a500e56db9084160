import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { auditBodyText, maxBodyBytes } from './body-text'
import type { AuditBody } from './event'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const body: AuditBody = {
  id: 'e-1',
  time: '2026-11-20T10:00:00.000Z',
  kind: 'intent',
  action: 'set-weights',
  result: 'pending',
  actor: { issuer: 'i', subject: 's', name: 'n' },
}

test('a body is written canonically, without what is undefined', () => {
  expect(auditBodyText({ ...body, after: { v2: 2.5, v1: 97.5 } }, sha256)).toBe(
    '{"action":"set-weights","actor":{"issuer":"i","name":"n","subject":"s"},"after":{"v1":"97.5","v2":"2.5"},"id":"e-1","kind":"intent","result":"pending","time":"2026-11-20T10:00:00.000Z"}',
  )
})

test('objects that are too large are replaced by size and hash', () => {
  const before = { text: 'ä'.repeat(40_000) }
  const text = auditBodyText({ ...body, reason: 'why', before, after: { v1: 1 } }, sha256)
  const canonical = `{"text":"${before.text}"}`
  expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(maxBodyBytes)
  expect(JSON.parse(text)).toMatchObject({
    reason: 'why',
    before: {
      omitted: true,
      bytes: 80_011,
      sha256: createHash('sha256').update(canonical).digest('hex'),
    },
    after: { omitted: true, bytes: 8 },
  })
  expect(JSON.parse(text)).not.toHaveProperty('detail')
})
