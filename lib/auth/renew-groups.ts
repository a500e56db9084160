import { DomainError, isDomainError } from '../domain/errors'
import type { GroupsCheck, SessionRecord, SessionStore } from '../domain/access/credential-stores'
import { groupsProblemOf } from './groups/groups-problem'
import type { FoundGroups, LookUp } from './provider/look-up-groups'
import type { Means } from './provider/means'
import { openMeans, sealMeans } from './provider/means'
import { providerTimeoutMs } from './provider/provider-answer'
import type { Sealer } from './sealer'
import { sessionEvent } from './session-event'
import type { SessionLimits } from '../domain/access/session-life'
import { isAlive } from '../domain/access/session-life'

/** Groups older than this are looked up again when the session is used; with the time that takes they stay below a minute. */
export const renewAfterMs = 45_000
/** How long a session goes on while the provider does not answer. */
export const graceMs = 600_000

/** How long a lookup that another replica has begun may be under way. */
const underWayMs = 4 * providerTimeoutMs
const lookEveryMs = 250

export interface RenewalParts {
  sessions: Pick<SessionStore, 'find' | 'claimCheck' | 'checked' | 'checkFailed' | 'revoke'>
  sealer: Sealer
  limits: SessionLimits
  lookUp: (session: SessionRecord, means: Means) => Promise<LookUp>
  /** Hears why the provider was of no use; never of tokens. */
  onTrouble: (words: string) => void
  /** Hears of sessions that the provider has ended. */
  onEnd: (id: string) => void
  now: () => number
}

export type GroupsRenewal = (session: SessionRecord) => Promise<SessionRecord>

const refused = (words: string) => new DomainError('unauthenticated', `${words} Sign in again.`)

/**
 * Answers the session with the groups that the provider names now: at most one lookup of a session at a time, and one in
 * 45 s. Throws `unauthenticated` once the provider has ended the session, or has been silent for ten minutes.
 */
export function groupsRenewal(parts: RenewalParts): GroupsRenewal {
  const flights = new Map<string, Promise<SessionRecord>>()
  const begin = (session: SessionRecord): Promise<SessionRecord> => {
    const flight = renew(parts, session).finally(() => flights.delete(session.idHash))
    flights.set(session.idHash, flight)
    return flight
  }
  return async (session) => {
    if (session.sealedTokens === undefined) return session
    const now = parts.now()
    const checked = Date.parse(session.groupsCheckedAt)
    if (now - checked < renewAfterMs) return session
    const { groupsFailing: failing } = session
    const flying = flights.get(session.idHash)
    if (failing && !flying && now - Date.parse(session.groupsTriedAt) < renewAfterMs)
      return withinGrace(parts, session)
    const flight = flying ?? begin(session)
    if (!failing || now - checked >= graceMs) return await flight
    // It has not answered before: nobody waits for it, and least of all an abort.
    void flight.catch((error: unknown) => {
      if (!isDomainError(error) || error.code !== 'unauthenticated') parts.onTrouble(String(error))
    })
    return session
  }
}

async function renew(parts: RenewalParts, session: SessionRecord): Promise<SessionRecord> {
  const { sessions, sealer, now } = parts
  const { idHash, sealedTokens = '' } = session
  const claimed = await sessions.claimCheck(idHash, new Date(now()), new Date(now() - renewAfterMs))
  if (!claimed)
    return session.groupsFailing ? withinGrace(parts, session) : await renewedByOther(parts, session)
  const means = openMeans(sealer, sealedTokens, idHash)
  if (means === undefined) return await store(parts, session, { groups: session.groups })
  const answer = await parts.lookUp(session, means)
  if (answer.kind === 'said') return await store(parts, session, answer.found)
  if (answer.kind === 'ended') {
    await sessions.revoke(idHash, sessionEvent(session, 'session-ended', { why: answer.why }))
    parts.onEnd(session.id)
    throw refused('Your identity provider has ended your session.')
  }
  parts.onTrouble(answer.why)
  await sessions.checkFailed(idHash, answer.means && sealMeans(sealer, answer.means, idHash))
  return withinGrace(parts, session)
}

/** Another replica asks: its answer comes by the row. */
async function renewedByOther(parts: RenewalParts, session: SessionRecord): Promise<SessionRecord> {
  const until = parts.now() + underWayMs
  do {
    const current = await parts.sessions.find(session.idHash)
    if (!current || current.revokedAt !== undefined) throw refused('Your session has ended.')
    if (current.groupsFailing) break
    if (current.groupsCheckedAt !== session.groupsCheckedAt) return current
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  } while (parts.now() < until)
  return withinGrace(parts, session)
}

async function store(
  parts: RenewalParts,
  session: SessionRecord,
  found: FoundGroups,
): Promise<SessionRecord> {
  const { groups, problem, means } = found
  const check: GroupsCheck = {
    at: new Date(parts.now()).toISOString(),
    groups,
    ...(problem === undefined ? {} : { groupsProblem: problem }),
    ...(means === undefined ? {} : { sealedTokens: sealMeans(parts.sealer, means, session.idHash) }),
    expiresAt: session.expiresAt,
  }
  const added = groups.filter((group) => !session.groups.includes(group))
  const removed = session.groups.filter((group) => !groups.includes(group))
  const changed = added.length + removed.length > 0 || problem !== groupsProblemOf(session.groupsProblem)
  const event = changed
    ? sessionEvent(session, 'groups-changed', { added, removed, ...(problem && { problem }) })
    : undefined
  await parts.sessions.checked(session.idHash, check, event)
  const { groupsProblem: _, sealedTokens: __, ...rest } = session
  const { at, ...said } = check
  const renewed = { ...rest, ...said, groupsCheckedAt: at, groupsFailing: false }
  if (!isAlive(renewed, parts.limits, parts.now()))
    throw refused('Your groups cannot be looked up any more, and your session is older than an hour.')
  return renewed
}

function withinGrace(parts: RenewalParts, session: SessionRecord): SessionRecord {
  if (parts.now() - Date.parse(session.groupsCheckedAt) < graceMs) return session
  throw refused('Your identity provider has not answered for ten minutes, so your groups are not known.')
}
