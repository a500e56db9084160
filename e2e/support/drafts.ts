import { expect } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { routeManifest, split } from './manifests'
import type { Playground } from './playground'
import { playground } from './playground'
import type { Subject } from './service'
import type { Reply, Role } from './target'
import { call, until } from './target'

export type ReleaseReply = Reply<ReleaseDto & ProblemDto>

/** A release that was made and not begun, with what its people do. */
export interface Draft {
  id: string
  planHash: string
  read(): Promise<ReleaseDto>
  verb(role: Role, name: string, body?: object): Promise<ReleaseReply>
  untilState(state: ReleaseDto['state'], fits?: (release: ReleaseDto) => boolean): Promise<ReleaseDto>
  /** Ends it if it is live, so that the next test may release the service. */
  end(): Promise<void>
}

/** The service `web` in a namespace of its own: v1 has all the traffic, v2 none. */
export async function webAlone(purpose: string): Promise<{ place: Playground; web: Subject }> {
  const place = await playground(purpose)
  await place.runs('web', { v1: {}, v2: {} })
  await place.apply(
    routeManifest(place.namespace, 'web', [{ name: 'main', route: split('web', { v1: 100, v2: 0 }) }]),
  )
  return { place, web: await place.sees('web') }
}

/** From v1 to v2, made by somebody of the role. */
export async function makeDraft(role: Role, service: Subject, plan: object): Promise<Draft> {
  const made = await call<ReleaseDto>(role, 'POST', '/releases', {
    service: service.ref,
    from: 'v1',
    to: 'v2',
    plan,
  })
  expect([made.status, made.body.state], JSON.stringify(made.body)).toEqual([201, 'draft'])
  const at = `/releases/${made.body.id}`
  const read = async () => (await call<ReleaseDto>('viewer', 'GET', at)).body
  const verb: Draft['verb'] = (by, name, body) => call(by, 'POST', `${at}/${name}`, body)
  const untilState: Draft['untilState'] = (state, fits = () => true) =>
    until(`the release ${state}`, read, (now) => now.state === state && fits(now))
  return {
    id: made.body.id,
    planHash: made.body.planHash,
    read,
    verb,
    untilState,
    end: async () => {
      if ((await read()).allowed.includes('abort')) {
        await verb('admin', 'abort')
        await untilState('aborted')
      }
      await service.untilWeights({ v1: 100, v2: 0 })
    },
  }
}
