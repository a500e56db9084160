import type { GroupsProblem } from '../groups/groups-problem'
import type { GroupsRead } from '../groups/read-groups'
import { readGroups } from '../groups/read-groups'
import type { IdentityProvider } from './identity-provider'
import type { Means } from './means'

export interface FoundGroups {
  groups: string[]
  problem?: GroupsProblem
  /** Absent: they cannot be looked up again. */
  means?: Means
}

export type LookUp =
  | { kind: 'said'; found: FoundGroups }
  /** The provider says that the person's session, grant or account is no more. */
  | { kind: 'ended'; why: string }
  /** Nothing is known. `means` are the new ones where the old ones are spent. */
  | { kind: 'failed'; why: string; means?: Means }

interface Person {
  subject: string
  /** Name or path of the groups claim. */
  claim: string
}

const none: GroupsRead = { kind: 'none' }

/** Asks the provider for somebody's groups as they are now. */
export async function lookUpGroups(
  provider: IdentityProvider,
  { subject, claim }: Person,
  means: Means,
): Promise<LookUp> {
  if (means.refresh === undefined) {
    const asked = await byUserinfo(provider, { subject, claim }, means.access)
    return asked.kind === 'said' ? { kind: 'said', found: { ...groupsOf(asked.read), means } } : asked
  }
  const fresh = await provider.refresh(means.refresh, subject)
  if (fresh.kind !== 'said') return fresh
  const { claims, accessToken, refreshToken } = fresh.value
  const next: Means = { ...means, refresh: refreshToken ?? means.refresh }
  const read = claims === undefined ? none : readGroups(claims, claim)
  if (read.kind !== 'none') return { kind: 'said', found: { ...groupsOf(read), means: next } }
  const asked = await byUserinfo(provider, { subject, claim }, accessToken)
  if (asked.kind === 'ended') return asked
  const silent = claims === undefined && !means.userinfo
  if (asked.kind === 'failed') {
    // An ID token is what names the groups here, and this one names none.
    if (claims !== undefined && !means.userinfo) return { kind: 'said', found: { groups: [], means: next } }
    return { ...asked, means: next }
  }
  // Without a new ID token, userinfo that never named groups says nothing about them.
  if (asked.read.kind === 'none' && silent) return { kind: 'said', found: { groups: [] } }
  return { kind: 'said', found: { ...groupsOf(asked.read), means: next } }
}

/** What the tokens of a sign-in say, with what groups can be looked up later. */
export async function groupsAtSignIn(
  provider: IdentityProvider,
  { subject, claim }: Person,
  tokens: { claims: Record<string, unknown>; access?: string; refresh?: string },
): Promise<FoundGroups & { userinfo: string | undefined }> {
  const { access, refresh } = tokens
  const byToken = readGroups(tokens.claims, claim)
  const asked =
    byToken.kind === 'none' || refresh === undefined
      ? await byUserinfo(provider, { subject, claim }, access)
      : undefined
  const byInfo = asked?.kind === 'said' ? asked.read : none
  const read = byToken.kind === 'none' ? byInfo : byToken
  const means: Means | undefined =
    refresh !== undefined
      ? { refresh, userinfo: byToken.kind === 'none' && byInfo.kind !== 'none' }
      : access !== undefined && byInfo.kind === 'listed'
        ? { access, userinfo: true }
        : undefined
  const trouble = asked === undefined || asked.kind === 'said' ? undefined : asked.why
  return { ...groupsOf(read), ...(means === undefined ? {} : { means }), userinfo: trouble }
}

type Info =
  { kind: 'said'; read: GroupsRead } | { kind: 'ended'; why: string } | { kind: 'failed'; why: string }

async function byUserinfo(
  provider: IdentityProvider,
  { subject, claim }: Person,
  accessToken: string | undefined,
): Promise<Info> {
  if (accessToken === undefined) return { kind: 'said', read: none }
  const asked = await provider.userinfo(accessToken, subject)
  if (asked.kind !== 'said') return asked
  return { kind: 'said', read: asked.value === undefined ? none : readGroups(asked.value, claim) }
}

function groupsOf(read: GroupsRead): { groups: string[]; problem?: GroupsProblem } {
  if (read.kind === 'listed') return { groups: read.groups }
  return read.kind === 'refused' ? { groups: [], problem: read.problem } : { groups: [] }
}
