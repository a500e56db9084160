import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { ApiProblem } from './api-problem'
import { askJson, getJson, lookAnyway, queryText, sendJson } from './fetch-json'
import { announceSessionBack, onSessionEnd } from './session-events'

const Answer = z.object({ n: z.number() })

function answer(status: number, body: unknown) {
  const fetched = vi.fn<typeof fetch>(() => Promise.resolve(new Response(JSON.stringify(body), { status })))
  vi.stubGlobal('fetch', fetched)
  return fetched
}
async function problemOf(call: Promise<unknown>): Promise<ApiProblem> {
  const error: unknown = await call.catch((thrown: unknown) => thrown)
  if (!(error instanceof ApiProblem)) throw new Error('no ApiProblem was thrown')
  return error
}

afterEach(() => {
  vi.unstubAllGlobals()
  announceSessionBack()
})

describe('getJson', () => {
  it('answers what the schema describes', async () => {
    const fetched = answer(200, { n: 1, extra: true })
    await expect(getJson(Answer, '/x', { query: { a: 'b c', left: undefined } })).resolves.toEqual({ n: 1 })
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/v1/x?a=b+c')
  })
  it('refuses an answer of another shape', async () => {
    answer(200, { n: 'one' })
    expect((await problemOf(getJson(Answer, '/x'))).code).toBe('not-understood')
  })
  it('carries code, fields and the live state of a problem', async () => {
    answer(409, {
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      code: 'conflict',
      detail: 'kubectl was here',
      requestId: 'r-1',
      fields: [{ path: 'weights', message: 'old' }],
      current: { revision: 'b' },
    })
    const error = await problemOf(getJson(Answer, '/x'))
    expect(error).toMatchObject({ code: 'conflict', status: 409, current: { revision: 'b' } })
    expect(error.fields).toEqual([{ path: 'weights', message: 'old' }])
    expect(error.message).toBe('kubectl was here')
  })
  it('turns any other failure into a problem of its own', async () => {
    answer(502, '<html>')
    expect((await problemOf(getJson(Answer, '/x'))).status).toBe(502)
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')))
    expect((await problemOf(getJson(Answer, '/x'))).code).toBe('unreachable')
  })
  it('asks for nothing once the session has ended, but to see whether it is back', async () => {
    answer(401, {})
    await problemOf(getJson(Answer, '/x'))
    const heard = vi.fn()
    const stop = onSessionEnd(heard)
    const silent = answer(200, { n: 1 })
    expect((await problemOf(getJson(Answer, '/x'))).code).toBe('unauthenticated')
    expect((await problemOf(askJson(Answer, '/x', { body: {} }))).code).toBe('unauthenticated')
    expect(silent).not.toHaveBeenCalled()
    answer(401, {})
    expect((await problemOf(lookAnyway(Answer, '/x'))).status).toBe(401)
    expect(heard).not.toHaveBeenCalled()
    stop()
    answer(200, { n: 2 })
    expect(await lookAnyway(Answer, '/x')).toEqual({ n: 2 })
    announceSessionBack()
    expect(await getJson(Answer, '/x')).toEqual({ n: 2 })
  })
  it('still sends what a person does', async () => {
    answer(401, {})
    await problemOf(getJson(Answer, '/x'))
    const fetched = answer(200, { n: 3 })
    expect(await sendJson(Answer, 'PUT', '/x', { body: {} })).toEqual({ n: 3 })
    expect(fetched).toHaveBeenCalledOnce()
  })
  it('announces the end of the session', async () => {
    answer(401, {})
    const heard = vi.fn()
    const stop = onSessionEnd(heard)
    await problemOf(getJson(Answer, '/x'))
    stop()
    expect(heard).toHaveBeenCalledOnce()
  })
})

describe('sendJson', () => {
  const headersOf = (fetched: ReturnType<typeof answer>, call: number) =>
    new Headers(fetched.mock.calls[call]?.[1]?.headers)

  it('sends a new Idempotency-Key with each attempt, or the one given', async () => {
    const fetched = answer(200, { n: 1 })
    await sendJson(Answer, 'PUT', '/x', { body: {} })
    await sendJson(Answer, 'PUT', '/x', { body: {} })
    await sendJson(Answer, 'PUT', '/x', { body: {}, idempotencyKey: 'mine' })
    const keys = [0, 1, 2].map((call) => headersOf(fetched, call).get('idempotency-key'))
    expect(new Set(keys).size).toBe(3)
    expect(keys[2]).toBe('mine')
  })
  it('names no content type without a body', async () => {
    const fetched = answer(200, { n: 1 })
    await sendJson(Answer, 'POST', '/x')
    expect(headersOf(fetched, 0).get('content-type')).toBeNull()
  })
})

describe('queryText', () => {
  it('leaves out what is not set', () => {
    expect(queryText({ a: undefined, b: '', c: 0, d: 'x&y' })).toBe('?c=0&d=x%26y')
  })
})
