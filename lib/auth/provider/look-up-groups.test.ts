import { describe, expect, it } from 'vitest'
import { sampleProvider } from '../session.fixture'
import type { IdentityProvider } from './identity-provider'
import { groupsAtSignIn, lookUpGroups } from './look-up-groups'

const person = { subject: 'mia', claim: 'groups' }
const said = <T>(value: T) => Promise.resolve({ kind: 'said' as const, value })
const failed = () => Promise.resolve({ kind: 'failed' as const, why: 'away' })
const ended = () => Promise.resolve({ kind: 'ended' as const, why: 'invalid_grant' })

const byRefresh = (answers: Partial<IdentityProvider>, userinfo = false) =>
  lookUpGroups(sampleProvider(answers), person, { refresh: 'r1', userinfo })

describe('looking groups up by a refresh token', () => {
  it('takes them from the new ID token, and keeps the new refresh token', async () => {
    const refresh = () => said({ claims: { groups: ['dev'] }, accessToken: 'a', refreshToken: 'r2' })
    expect(await byRefresh({ refresh })).toEqual({
      kind: 'said',
      found: { groups: ['dev'], means: { refresh: 'r2', userinfo: false } },
    })
    const same = () => said({ claims: { groups: [] } })
    expect(await byRefresh({ refresh: same })).toEqual({
      kind: 'said',
      found: { groups: [], means: { refresh: 'r1', userinfo: false } },
    })
  })

  it('takes an overage for what it is', async () => {
    const refresh = () => said({ claims: { _claim_names: { groups: 'src1' } } })
    expect(await byRefresh({ refresh })).toMatchObject({ found: { groups: [], problem: 'overage' } })
  })

  it('asks userinfo where the ID token names none', async () => {
    const refresh = () => said({ claims: {}, accessToken: 'a2', refreshToken: 'r2' })
    const userinfo = (token: string) => said({ sub: 'mia', groups: [token] })
    expect(await byRefresh({ refresh, userinfo }, true)).toMatchObject({ found: { groups: ['a2'] } })
  })

  it('keeps the new refresh token when userinfo fails, and knows nothing', async () => {
    const refresh = () => said({ accessToken: 'a', refreshToken: 'r2' })
    const means = { refresh: 'r2', userinfo: true }
    expect(await byRefresh({ refresh, userinfo: failed }, true)).toEqual({
      kind: 'failed',
      why: 'away',
      means,
    })
  })

  it('takes an ID token that names none for no groups, where ID tokens name them', async () => {
    const refresh = () => said({ claims: {}, accessToken: 'a' })
    const means = { refresh: 'r1', userinfo: false }
    const none = { kind: 'said', found: { groups: [], means } }
    expect(await byRefresh({ refresh, userinfo: failed })).toEqual(none)
    expect(await byRefresh({ refresh, userinfo: () => said({ sub: 'mia' }) })).toEqual(none)
  })

  it('gives up looking where neither an ID token nor userinfo says anything', async () => {
    const refresh = () => said({ accessToken: 'a' })
    const userinfo = () => said({ sub: 'mia' })
    expect(await byRefresh({ refresh, userinfo })).toEqual({ kind: 'said', found: { groups: [] } })
  })

  it('tells an end from a failure', async () => {
    expect(await byRefresh({ refresh: ended })).toMatchObject({ kind: 'ended' })
    expect(await byRefresh({ refresh: failed })).toMatchObject({ kind: 'failed' })
    const refresh = () => said({ accessToken: 'a' })
    expect(await byRefresh({ refresh, userinfo: ended }, true)).toMatchObject({ kind: 'ended' })
  })
})

describe('looking groups up by an access token', () => {
  it('asks userinfo', async () => {
    const means = { access: 'a', userinfo: true }
    const look = (userinfo: IdentityProvider['userinfo']) =>
      lookUpGroups(sampleProvider({ userinfo }), person, means)
    expect(await look(() => said({ groups: ['dev'] }))).toEqual({
      kind: 'said',
      found: { groups: ['dev'], means },
    })
    expect(await look(() => said({}))).toMatchObject({ found: { groups: [] } })
    expect(await look(ended)).toMatchObject({ kind: 'ended' })
    expect(await look(failed)).toMatchObject({ kind: 'failed' })
  })
})

describe('groups at the sign-in', () => {
  const signIn = (
    claims: Record<string, unknown>,
    tokens: { access?: string; refresh?: string },
    userinfo: IdentityProvider['userinfo'] = () => Promise.reject(new Error('must not be asked')),
  ) => groupsAtSignIn(sampleProvider({ userinfo }), person, { claims, ...tokens })

  it('come from the ID token, and are looked up by a refresh token where there is one', async () => {
    expect(await signIn({ groups: ['sre'] }, { access: 'a', refresh: 'r' })).toEqual({
      groups: ['sre'],
      means: { refresh: 'r', userinfo: false },
      userinfo: undefined,
    })
  })

  it('come from userinfo where the ID token has none', async () => {
    const found = await signIn({}, { access: 'a', refresh: 'r' }, () => said({ groups: ['sre'] }))
    expect(found).toMatchObject({ groups: ['sre'], means: { refresh: 'r', userinfo: true } })
  })

  it('are looked up by the access token only where userinfo names them', async () => {
    const named = await signIn({ groups: ['sre'] }, { access: 'a' }, () => said({ groups: ['sre'] }))
    expect(named.means).toEqual({ access: 'a', userinfo: true })
    const silent = await signIn({ groups: ['sre'] }, { access: 'a' }, () => said({}))
    expect(silent).toMatchObject({ groups: ['sre'] })
    expect(silent.means).toBeUndefined()
    expect((await signIn({ groups: ['sre'] }, {})).means).toBeUndefined()
  })

  it('tell an overage, also when userinfo has nothing more to say', async () => {
    const claims = { _claim_names: { groups: 'src1' } }
    const found = await signIn(claims, { access: 'a' }, () => said({ sub: 'mia' }))
    expect(found).toMatchObject({ groups: [], problem: 'overage' })
  })

  it('are none when userinfo fails, which is told', async () => {
    expect(await signIn({}, { access: 'a' }, failed)).toEqual({ groups: [], userinfo: 'away' })
  })
})
