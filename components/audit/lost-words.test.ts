import { expect, it } from 'vitest'
import type { IncidentDto } from '@/lib/contracts/audit-checkpoints'
import { lostWords } from './lost-words'

const words = (kind: IncidentDto['kind'], lost: number, head: number) =>
  lostWords({
    kind,
    lost: { chain: 'c-1', epoch: 1, seq: lost, hash: 'a' },
    head: { epoch: 1, seq: head, hash: 'b' },
  })

it('says how much of the log is surely gone', () => {
  expect(words('shorter', 1250, 200)).toBe(
    'The signed log reached event 1250, this one ended at event 200: at least 1,050 events are missing.',
  )
  expect(words('shorter', 12, 11)).toContain('1 event is missing')
  expect(words('changed', 12, 90)).toContain('Event 12 is another one than was signed')
  expect(words('other-chain', 12, 5)).toContain('of another chain and ends at event 5')
})
