import { expect, it } from 'vitest'
import { tellsRule, verificationReason } from './verification-reasons'

const verification = (state: 'verified' | 'unverifiable', reason: string) => ({
  state,
  reason,
  requestsSeen: 10,
})

it('says a code as a sentence, and leaves sentences as they are', () => {
  expect(verificationReason(verification('unverifiable', 'sticky'))).toMatch(/^Callers keep the version/)
  expect(verificationReason(verification('verified', 'v1 is the only destination.'))).toBe(
    'v1 is the only destination.',
  )
})

it('knows when figures are those of the whole service only', () => {
  expect(tellsRule(verification('unverifiable', 'several-rules'))).toBe(false)
  expect(tellsRule(verification('unverifiable', 'sticky'))).toBe(true)
  expect(tellsRule(verification('verified', ''))).toBe(true)
})
