import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimValue } from './claim-value'
import { groupsProblems, groupsProblemWords } from './groups-problem'
import { longestGroup, mostGroups, readGroups } from './read-groups'

const listed = (...groups: string[]) => ({ kind: 'listed', groups })
const none = { kind: 'none' }
const refused = (problem: string) => ({ kind: 'refused', problem })

/** Claims as the documentation of each provider shows them. */
describe('the groups of', () => {
  // https://learn.microsoft.com/entra/identity-platform/optional-claims, "Configure groups optional claims"
  it('Microsoft Entra ID are GUIDs', () => {
    const groups = ['0760b6cf-170e-4a14-91b3-4b78e0739963', '3b2b0c93-acd8-4208-8eba-7a48db1cd4c0']
    const claims = { aud: 'e18c04b1-4868-4b93-93d1-8d71f17ab99b', groups, roles: ['Aviary.Admin'] }
    expect(readGroups(claims, 'groups')).toEqual(listed(...groups))
    expect(readGroups(claims, 'roles')).toEqual(listed('Aviary.Admin'))
  })

  // https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference#groups-overage-claim
  it('Microsoft Entra ID are none at an overage, and it is told', () => {
    const overage = {
      _claim_names: { groups: 'src1' },
      _claim_sources: {
        src1: { endpoint: 'https://graph.microsoft.com/v1.0/users/4d5e/getMemberObjects' },
      },
    }
    expect(readGroups(overage, 'groups')).toEqual(refused('overage'))
    expect(readGroups({ ...overage, groups: ['some'] }, 'groups')).toEqual(refused('overage'))
    expect(readGroups({ hasgroups: true }, 'groups')).toEqual(refused('overage'))
    expect(readGroups({ hasgroups: 'true' }, 'groups')).toEqual(refused('overage'))
    // App roles are not part of the overage.
    expect(readGroups({ ...overage, roles: ['Aviary.Admin'] }, 'roles')).toEqual(listed('Aviary.Admin'))
    expect(groupsProblemWords('overage')).toMatch(/sent too many groups.+Ask whoever/)
  })

  // https://developer.okta.com/docs/guides/customize-tokens-groups-claim/
  it('Okta are names', () => {
    expect(readGroups({ ver: 1, groups: ['Everyone', 'WestCoastDivision'] }, 'groups')).toEqual(
      listed('Everyone', 'WestCoastDivision'),
    )
  })

  // https://www.keycloak.org/docs/latest/server_admin/#_protocol-mappers, "Group Membership" with and without full path
  it('Keycloak are paths, or roles of the realm or of a client', () => {
    const claims = {
      groups: ['/platform/sre', '/platform'],
      realm_access: { roles: ['offline_access', 'uma_authorization', 'sre'] },
      resource_access: { aviary: { roles: ['admin'] }, 'my.client': { roles: ['view'] } },
    }
    expect(readGroups(claims, 'groups')).toEqual(listed('/platform/sre', '/platform'))
    expect(readGroups(claims, 'realm_access.roles')).toEqual(
      listed('offline_access', 'uma_authorization', 'sre'),
    )
    expect(readGroups(claims, 'resource_access.aviary.roles')).toEqual(listed('admin'))
    expect(readGroups(claims, 'resource_access.my.client.roles')).toEqual(listed('view'))
    expect(readGroups(claims, 'resource_access.other.roles')).toEqual(none)
  })

  // https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
  it('Google do not come', () => {
    expect(readGroups({ sub: '10769150350006150715113082367', hd: 'example.com' }, 'groups')).toEqual(none)
  })

  // https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims: names of claims are addresses
  it('Auth0 stand under an address', () => {
    const claims = { 'https://aviary.example.com/groups': ['sre'] }
    expect(readGroups(claims, 'https://aviary.example.com/groups')).toEqual(listed('sre'))
  })

  // https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
  it('Cognito stand under cognito:groups', () => {
    const claims = { 'cognito:groups': ['sre', 'eu-west-1_abc_Google'], 'cognito:username': 'mia' }
    expect(readGroups(claims, 'cognito:groups')).toEqual(listed('sre', 'eu-west-1_abc_Google'))
  })

  // https://docs.gitlab.com/integration/openid_connect_provider/#shared-information
  it('GitLab are paths, the direct ones in the ID token', () => {
    const claims = {
      groups: ['acme', 'acme/sre'],
      groups_direct: ['acme/sre'],
      'https://gitlab.org/claims/groups/owner': ['acme'],
    }
    expect(readGroups(claims, 'groups')).toEqual(listed('acme', 'acme/sre'))
    expect(readGroups(claims, 'groups_direct')).toEqual(listed('acme/sre'))
    expect(readGroups(claims, 'https://gitlab.org/claims/groups/owner')).toEqual(listed('acme'))
  })

  // https://dexidp.io/docs/configuration/custom-scopes-claims-clients/
  it('Dex are those of its connector', () => {
    const claims = { groups: ['acme:sre'], federated_claims: { connector_id: 'github', user_id: '1' } }
    expect(readGroups(claims, 'groups')).toEqual(listed('acme:sre'))
  })

  // https://learn.microsoft.com/windows-server/identity/ad-fs/development/custom-id-tokens-in-ad-fs: one value is a text
  it('AD FS are one text or a list', () => {
    expect(readGroups({ group: 'CORP\\sre' }, 'group')).toEqual(listed('CORP\\sre'))
    expect(readGroups({ group: ['CORP\\sre', 'CORP\\Domain Users'] }, 'group')).toEqual(
      listed('CORP\\sre', 'CORP\\Domain Users'),
    )
  })
})

describe('reading groups', () => {
  it('tells no groups from no claim', () => {
    expect(readGroups({ groups: [] }, 'groups')).toEqual(listed())
    for (const claims of [{}, { groups: null }, null, undefined, 'groups', []])
      expect(readGroups(claims, 'groups')).toEqual(none)
  })

  it('keeps case, and takes two spellings of the same letters for one', () => {
    expect(readGroups({ groups: ['SRE', 'sre', 'Zu\u0308rich', 'Z\u00fcrich', 'sre'] }, 'groups')).toEqual(
      listed('SRE', 'sre', 'Z\u00fcrich'),
    )
  })

  it('takes nothing of what is beyond its bounds', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `g${index}`)
    expect(readGroups({ groups: many(mostGroups) }, 'groups')).toMatchObject({ kind: 'listed' })
    expect(readGroups({ groups: many(mostGroups + 1) }, 'groups')).toEqual(refused('too-many'))
    expect(readGroups({ groups: ['a'.repeat(longestGroup)] }, 'groups')).toMatchObject({ kind: 'listed' })
    for (const bad of ['', 'a'.repeat(longestGroup + 1), 'a\nb', '\ud800'])
      expect(readGroups({ groups: ['good', bad] }, 'groups')).toEqual(refused('bad-name'))
    for (const bad of [7, true, { name: 'sre' }, ['sre']])
      expect(readGroups({ groups: ['good', bad] }, 'groups')).toEqual(refused('not-names'))
    expect(readGroups({ groups: 7 }, 'groups')).toEqual(refused('not-names'))
  })

  it('has words for every problem that say what to do', () => {
    for (const problem of groupsProblems) expect(groupsProblemWords(problem)).toMatch(/ Ask whoever /)
  })

  it('takes the exact name before a path, and never a property that was not sent', () => {
    expect(claimValue({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1)
    expect(claimValue({ a: { b: 2 } }, 'a.b')).toBe(2)
    expect(claimValue({ a: 'text' }, 'a.length')).toBeUndefined()
    expect(claimValue({}, 'constructor.name')).toBeUndefined()
    expect(claimValue({}, '__proto__')).toBeUndefined()
  })

  it('gives back what it is given, for any names within bounds', () => {
    const name = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' })
    fc.assert(
      fc.property(fc.uniqueArray(name), name, (groups, claim) => {
        fc.pre(claim !== '_claim_names' && claim !== 'hasgroups')
        expect(readGroups({ [claim]: groups }, claim)).toEqual(listed(...groups))
      }),
    )
  })
})
