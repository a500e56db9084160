import { expect, it } from 'vitest'
import type { Binding } from '../../domain/access/decide'
import type { LiveFrame } from '../../domain/ports'
import type { ServiceContext } from '../context'
import { watchEvents } from './watch-events'

const allow = (role: 'viewer' | 'auditor', namespace: string, service: string): Binding => ({
  group: 'people',
  role,
  effect: 'allow',
  scope: { cluster: '*', namespace, service },
})

/** What a stream of somebody with these bindings sends of the frames. */
async function sent(bindings: Binding[], frames: LiveFrame[]): Promise<unknown[]> {
  let tell: (id: number, frame: LiveFrame) => void = () => undefined
  const ctx = {
    viewer: { issuer: 'i', subject: 'ana', groups: ['people'] },
    now: () => new Date(),
    ports: {
      policy: () => ({ bindings }),
      store: { incidents: { open: () => Promise.resolve([]) } },
      bus: {
        since: () => undefined,
        lastId: () => 0,
        subscribe: (listener: typeof tell) => {
          tell = listener
          return () => undefined
        },
      },
    },
  } as unknown as ServiceContext
  const data: unknown[] = []
  const watch = await watchEvents(ctx, {}, null)
  const stop = watch({
    send: (event, each) => {
      if (event !== 'snapshot') data.push(each)
    },
    share: () => Promise.resolve(),
    behind: () => false,
    onCaughtUp: () => undefined,
  })
  frames.forEach((frame, index) => tell(index + 1, frame))
  stop()
  return data
}

const delta = (kind: string, name: string, scope: 'services' | 'audit' = 'services'): LiveFrame => ({
  event: 'delta',
  data: {
    scope,
    cluster: 'eu',
    namespace: kind === 'none' ? '' : 'shop',
    name,
    kind,
    ...(scope === 'audit' ? {} : { writer: { manager: 'kubectl', time: '2026-11-20T08:00:00Z' } }),
  },
})
const dataOf = (...frames: LiveFrame[]) => frames.map(({ data }) => data)

it('tells who sees a whole namespace which object changed there, and by whom', async () => {
  const frames = [delta('VirtualService', 'payroll-routes'), delta('Service', 'payroll')]
  expect(await sent([allow('viewer', 'shop', '*')], frames)).toEqual(dataOf(...frames))
})

it('tells who sees one service nothing of what the others are called', async () => {
  const frames = [
    delta('VirtualService', 'payroll-routes'),
    delta('Service', 'payroll'),
    delta('Service', 'web'),
  ]
  const bare = { scope: 'services', cluster: 'eu', namespace: 'shop', name: '', kind: 'VirtualService' }
  expect(await sent([allow('viewer', 'shop', 'web')], frames)).toEqual([
    bare,
    ...dataOf(delta('Service', 'web')),
  ])
  const butOne: Binding[] = [
    allow('viewer', 'shop', '*'),
    { ...allow('viewer', 'shop', 'payroll'), effect: 'deny' },
  ]
  expect(JSON.stringify(await sent(butOne, frames))).not.toContain('payroll')
})

it('tells an auditor of one service of its events alone', async () => {
  const frames = [
    delta('AuditEvent', 'payroll', 'audit'),
    delta('AuditEvent', 'web', 'audit'),
    delta('none', '', 'audit'),
  ]
  expect(await sent([allow('auditor', 'shop', 'web')], frames)).toEqual(
    dataOf(delta('AuditEvent', 'web', 'audit')),
  )
  expect(await sent([allow('auditor', '*', '*')], frames)).toHaveLength(3)
})
