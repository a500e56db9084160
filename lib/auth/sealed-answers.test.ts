import { expect, it } from 'vitest'
import type { IdempotencyStore } from '../domain/ports'
import { sealedAnswers } from './sealed-answers'
import { createSealer } from './sealer'

const key = { scope: 'id|mia|cookie|POST|/api/v1/tokens', keyHash: 'a1', bodyHash: 'b1' }
const answer = { status: 201, body: '{"secret":"avy_TheSecretOfAToken"}' }

function stage(secret = 's'.repeat(32)) {
  const rows = new Map<string, { status: number; body: string }>()
  const store: IdempotencyStore = {
    begin: ({ scope, keyHash }) => {
      const row = rows.get(scope + keyHash)
      return Promise.resolve(row ? { state: 'done', ...row } : { state: 'new' })
    },
    finish: ({ scope, keyHash }, given) => {
      rows.set(scope + keyHash, given)
      return Promise.resolve()
    },
    forget: () => Promise.resolve(),
  }
  const over = (by: string) => sealedAnswers(store, createSealer(by, 'kept answers'))
  return { rows, over, answers: over(secret) }
}

it('keeps no word of an answer in the database, and gives it again', async () => {
  const { rows, answers } = stage()
  expect(await answers.begin(key)).toEqual({ state: 'new' })
  await answers.finish(key, answer)
  expect(JSON.stringify([...rows.values()])).not.toContain('TheSecret')
  expect(await answers.begin(key)).toEqual({ state: 'done', ...answer })
})

it('gives no answer for another key, nor one that another secret kept', async () => {
  const { rows, answers, over } = stage()
  await answers.finish(key, answer)
  const [row] = rows.values()
  if (row) rows.set(`${key.scope}other`, row)
  await expect(answers.begin({ ...key, keyHash: 'other' })).rejects.toMatchObject({
    code: 'idempotency-mismatch',
  })
  await expect(over('t'.repeat(32)).begin(key)).rejects.toMatchObject({ code: 'idempotency-mismatch' })
})
