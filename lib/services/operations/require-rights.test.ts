import { expect, it } from 'vitest'
import type { AuditBody } from '../../domain/audit/event'
import { DomainError } from '../../domain/errors'
import type { AskedWrite, KubernetesIdentity, Review } from '../../domain/kubernetes/identity'
import type { ServiceContext } from '../context'
import { requireRights } from './require-rights'

const service = { cluster: 'demo', namespace: 'shop', name: 'reviews' }
const write = (verb: AskedWrite['verb'], kind: string): AskedWrite => ({
  verb,
  object: { apiVersion: 'v1', kind, namespace: 'shop', name: 'reviews' },
})
const asked = { action: 'set-weights', service }

interface Stage {
  via?: 'session' | 'engine'
  release?: ServiceContext['release']
  subject?: boolean
  away?: boolean
  /** What the provider last said of the release's starter. */
  groups?: string[]
  answer?: (write: AskedWrite) => Promise<Review>
}

function stage({ via = 'session', release, subject = true, away = false, groups, answer }: Stage) {
  const reviewed: string[] = []
  const events: AuditBody[] = []
  const identity: KubernetesIdentity = {
    mode: 'sar',
    subjectOf: () => (subject ? { user: 'max', groups: [] } : undefined),
    groupsOf: (names) => names.map((name) => `oidc:${name}`),
    review: (cluster, who, each) => {
      const user = [who.user, ...who.groups].join('+')
      reviewed.push(`${cluster} ${user} ${each.verb} ${each.object.kind}`)
      return answer?.(each) ?? Promise.resolve({ allowed: true })
    },
  }
  const append = (event: AuditBody) => {
    events.push(event)
    return away ? Promise.reject(new DomainError('audit-unavailable', 'away')) : Promise.resolve({ seq: 1 })
  }
  const ctx = {
    viewer: { issuer: 'i', subject: 's', name: 'n', via },
    requestId: 'q1',
    now: () => new Date(0),
    ...(release ? { release } : {}),
    ports: {
      identity,
      store: { audit: { append } },
      sessions: { groupsOf: () => Promise.resolve(groups) },
      newId: () => 'e1',
    },
  } as unknown as ServiceContext
  return { ctx, reviewed, events }
}

it('asks about each write once', async () => {
  const { ctx, reviewed, events } = stage({})
  await requireRights(ctx, asked, [
    write('create', 'Service'),
    write('patch', 'Service'),
    write('patch', 'Service'),
  ])
  expect(reviewed.sort()).toEqual(['demo max create Service', 'demo max patch Service'])
  expect(events).toEqual([])
})

it('asks nobody in the other modes', async () => {
  const { ctx, reviewed } = stage({})
  ctx.ports.identity = { mode: 'impersonate' }
  await requireRights(ctx, asked, [write('patch', 'Service')])
  expect(reviewed).toEqual([])
})

it('says and records what is denied, even when the log is away', async () => {
  const answer = (each: AskedWrite) =>
    Promise.resolve(each.verb === 'patch' ? { allowed: true } : { allowed: false, reason: 'no rule' })
  for (const away of [false, true]) {
    const { ctx, events } = stage({ answer, away })
    await expect(
      requireRights(ctx, asked, [write('patch', 'Service'), write('create', 'Service')]),
    ).rejects.toMatchObject({
      code: 'forbidden',
      message: 'Kubernetes does not let max create Service "reviews" in shop (no rule).',
    })
    expect(events).toMatchObject([
      {
        kind: 'denied',
        action: 'set-weights',
        result: 'denied',
        service,
        detail: { rule: 'kubernetes', user: 'max', requestId: 'q1' },
      },
    ])
  }
})

it('denies people that have no name in Kubernetes without asking', async () => {
  const { ctx, reviewed, events } = stage({ subject: false })
  await expect(requireRights(ctx, asked, [write('patch', 'Service')])).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect([reviewed, events.length]).toEqual([[], 1])
})

it('passes on that the cluster cannot be asked', async () => {
  const { ctx, events } = stage({
    answer: () => Promise.reject(new DomainError('cluster-unavailable', 'away')),
  })
  await expect(requireRights(ctx, asked, [write('patch', 'Service')])).rejects.toMatchObject({
    code: 'cluster-unavailable',
  })
  expect(events).toEqual([])
})

const behind = { id: 'r1', stable: 'v1', startedAs: { user: 'ada', groups: [] } }

it('asks about the release’s starter when the engine acts, and about nobody on the way back to stable', async () => {
  const step = stage({ via: 'engine', release: behind })
  await requireRights(step.ctx, asked, [write('patch', 'Service')])
  expect(step.reviewed).toEqual(['demo ada patch Service'])
  const back = stage({ via: 'engine', release: { ...behind, verb: 'abort' } })
  await requireRights(back.ctx, asked, [write('patch', 'Service')])
  expect(back.reviewed).toEqual([])
  const person = stage({ release: { ...behind, verb: 'abort' } })
  await requireRights(person.ctx, asked, [write('patch', 'Service')])
  expect(person.reviewed).toEqual(['demo max patch Service'])
})

it('asks about the groups that the starter has now, and about those of the start where nothing newer is known', async () => {
  const startedBy = { issuer: 'i', subject: 'ada', name: 'Ada' }
  const asAda = { ...behind, startedBy, startedAs: { user: 'ada', groups: ['oidc:ops'] } }
  const asToken = { ...asAda, startedAs: { user: 'aviary:token:t1', groups: [] } }
  const about = async (release: ServiceContext['release'], groups?: string[]) => {
    const { ctx, reviewed } = stage({
      via: 'engine',
      ...(release ? { release } : {}),
      ...(groups ? { groups } : {}),
    })
    await requireRights(ctx, asked, [write('patch', 'Service')])
    return reviewed
  }
  expect(await about(asAda, ['dev'])).toEqual(['demo ada+oidc:dev patch Service'])
  expect(await about(asAda, [])).toEqual(['demo ada patch Service'])
  expect(await about(asAda)).toEqual(['demo ada+oidc:ops patch Service'])
  expect(await about(asToken, ['dev'])).toEqual(['demo aviary:token:t1 patch Service'])
})

it('denies steps of a release whose starter is not known, and records what is only tried once', async () => {
  const { ctx, events } = stage({ via: 'engine', release: { id: 'r1', stable: 'v1' } })
  await expect(
    requireRights(ctx, { ...asked, dryRun: true }, [write('patch', 'Service')]),
  ).rejects.toMatchObject({ code: 'forbidden' })
  expect(events).toEqual([])
  await expect(requireRights(ctx, asked, [write('patch', 'Service')])).rejects.toThrow('Abort it')
  expect(events).toMatchObject([{ release: 'r1', detail: { rule: 'no name in Kubernetes' } }])
})
