import { describe, expect, it } from 'vitest'
import { CreateTokenBody, type TokenDto } from '@/lib/contracts/access'
import { missingVerbs, permissionGroups } from './permission-groups'
import { scopeOfDraft, scopeProblems, scopeWords } from './scope-draft'
import {
  newTokenDraft,
  rolesForTokens,
  sortTokens,
  tokenBody,
  tokenDraftProblem,
  tokenState,
} from './token-draft'

const now = Date.parse('2026-11-20T10:00:00Z')
const any = { cluster: '*', namespace: '*', service: '*' }

describe('scopes', () => {
  it('name only what is filled in', () => {
    expect(scopeOfDraft({ cluster: ' eu ', namespace: '', service: '' })).toEqual({ cluster: 'eu' })
    expect(scopeWords({ ...any, namespace: 'shop' })).toBe('namespace shop')
    expect(scopeWords(any)).toBe('everywhere')
    expect(scopeWords(undefined)).toBe('everywhere')
  })

  it('refuse what is no name', () => {
    expect(Object.keys(scopeProblems({ cluster: 'eu west', namespace: 'shop', service: 'a/b' }))).toEqual([
      'cluster',
      'service',
    ])
  })
})

describe('tokens', () => {
  it('take the roles that the API would take', () => {
    expect(rolesForTokens({ roles: ['approver', 'viewer'] })).toEqual(['viewer', 'approver'])
    expect(rolesForTokens({ roles: ['admin'] })).toHaveLength(6)
    expect(rolesForTokens({ roles: [] })).toEqual([])
  })

  it('are asked for in the shape of the contract', () => {
    const draft = { ...newTokenDraft('on-call'), name: ' ci ', days: 7 }
    const body = tokenBody(draft, now)
    expect(CreateTokenBody.parse(body)).toEqual(body)
    expect(body).toEqual({ name: 'ci', role: 'on-call', expires: '2026-11-27T10:00:00.000Z' })
    const scoped = tokenBody({ ...draft, scope: { cluster: '', namespace: 'shop', service: '' } }, now)
    expect(CreateTokenBody.parse(scoped).scope).toEqual({ namespace: 'shop' })
  })

  it('need a name and a scope that can be', () => {
    const draft = newTokenDraft('viewer')
    expect(tokenDraftProblem(draft)).toContain('name')
    expect(tokenDraftProblem({ ...draft, name: 'x'.repeat(101) })).toContain('100')
    expect(
      tokenDraftProblem({ ...draft, name: 'ci', scope: { cluster: '', namespace: 'a b', service: '' } }),
    ).toContain('letters')
    expect(tokenDraftProblem({ ...draft, name: 'ci' })).toBeUndefined()
  })

  it('stand with the active ones first', () => {
    const token = (id: string, created: string, more: Partial<TokenDto> = {}): TokenDto => ({
      id,
      name: id,
      role: 'viewer',
      owner: { issuer: 'https://id.example', subject: 'mia', name: 'Mia' },
      created,
      expires: '2027-01-01T00:00:00Z',
      ...more,
    })
    const old = token('old', '2026-01-01T00:00:00Z')
    const recent = token('recent', '2026-11-01T00:00:00Z')
    const revoked = token('revoked', '2026-11-19T00:00:00Z', { revoked: '2026-11-19T01:00:00Z' })
    const expired = token('expired', '2026-11-18T00:00:00Z', { expires: '2026-11-20T10:00:00Z' })
    expect(sortTokens([revoked, old, expired, recent], now).map(({ id }) => id)).toEqual([
      'recent',
      'old',
      'revoked',
      'expired',
    ])
    expect([revoked, expired, old].map((each) => tokenState(each, now))).toEqual([
      'revoked',
      'expired',
      'active',
    ])
  })
})

describe('permissions', () => {
  const shop = { ...any, namespace: 'shop' }
  const permissions = [
    { verb: 'abort' as const, scope: shop },
    { verb: 'view' as const, scope: any },
    { verb: 'view' as const, scope: any },
    { verb: 'pause' as const, scope: shop },
  ]

  it('are grouped by scope, the widest first, each verb once', () => {
    expect(permissionGroups(permissions)).toEqual([
      { scope: 'everywhere', verbs: ['view'] },
      { scope: 'namespace shop', verbs: ['pause', 'abort'] },
    ])
  })

  it('tell what is missing everywhere', () => {
    const missing = missingVerbs(permissions)
    expect(missing).toContain('promote')
    expect(missing).not.toContain('abort')
  })
})
