import { expect, it } from 'vitest'
import { sampleProvider } from './session.fixture'
import { usernameAtSignIn, type UserClaimFrom } from './username'

const said = (value: Record<string, unknown>) => () => Promise.resolve({ kind: 'said' as const, value })
const nobodyAsked = sampleProvider({})

interface Options {
  claim?: string
  from?: UserClaimFrom
  provider?: typeof nobodyAsked
}

const of = (
  claims: Record<string, unknown>,
  { claim = 'email', from = 'id-token', provider = nobodyAsked }: Options = {},
) => usernameAtSignIn(provider, claims, { subject: 'mia', claim, from, access: 'a1' })

it('takes the claim of the ID token, and asks nobody else', async () => {
  expect(await of({ email: 'mia@shop.example' })).toEqual({ username: 'mia@shop.example' })
  expect(await of({ email: 'mia@shop.example' }, { from: 'userinfo' })).toEqual({
    username: 'mia@shop.example',
  })
  expect(await of({ realm: { user: 'mia' } }, { claim: 'realm.user' })).toEqual({ username: 'mia' })
})

it.each([{}, { email: '' }, { email: 7 }, { email: ['mia@shop.example'] }])(
  'names nobody by %j',
  async (claims) => {
    expect(await of(claims)).toEqual({})
  },
)

it('names nobody by an address that the provider does not vouch for', async () => {
  const email = 'boss@shop.example'
  for (const email_verified of [false, 'true', null, 1])
    expect(await of({ email, email_verified })).toEqual({})
  expect(await of({ email, email_verified: true })).toEqual({ username: email })
  const provider = sampleProvider({ userinfo: said({ sub: 'mia', email, email_verified: false }) })
  expect(await of({}, { from: 'userinfo', provider })).toEqual({})
  expect(await of({ name: 'mia', email_verified: false }, { claim: 'name' })).toEqual({ username: 'mia' })
})

it('asks userinfo where that is switched on and the ID token is silent', async () => {
  const provider = sampleProvider({ userinfo: said({ sub: 'mia', email: 'mia@shop.example' }) })
  expect(await of({}, { from: 'userinfo', provider })).toEqual({ username: 'mia@shop.example' })
  expect(await of({}, { from: 'id-token' })).toEqual({})
})

it('says why userinfo was of no use, and names nobody', async () => {
  const provider = sampleProvider({ userinfo: () => Promise.resolve({ kind: 'failed', why: 'away' }) })
  expect(await of({}, { from: 'userinfo', provider })).toEqual({ trouble: 'away' })
})
