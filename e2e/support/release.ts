import { expect } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import type { MeasurementDto, ReleaseDto } from '@/lib/contracts/releases'
import type { Subject } from './service'
import type { Reply, Role } from './target'
import { call, until } from './target'

const ends = ['promoted', 'aborted', 'failed', 'undone']

/** A release that was started, and what its people do with it. */
export interface Running {
  id: string
  read(): Promise<ReleaseDto>
  verb(role: Role, name: string, body?: object): Promise<Reply<ReleaseDto & ProblemDto>>
  until(
    what: string,
    fits: (release: ReleaseDto) => boolean | Promise<boolean>,
    seconds?: number,
  ): Promise<ReleaseDto>
  /** Waits for an end as a pipeline does, without a verb of anybody. */
  ended(seconds?: number): Promise<ReleaseDto>
  /** Oldest first. */
  operations(): Promise<OperationDto[]>
  /** What was applied, in order: `weight 50` of the canary, `cut-over v2`, else the action alone. */
  moves(): Promise<string[]>
  measurements(): Promise<MeasurementDto[]>
}

/** Makes a draft of the plan and starts it as the release manager. */
export async function startRelease(
  service: Subject,
  versions: { from: string; to: string },
  plan: object,
): Promise<Running> {
  const made = await call<ReleaseDto>('release-manager', 'POST', '/releases', {
    service: service.ref,
    ...versions,
    plan,
  })
  expect([made.status, made.body.state], JSON.stringify(made.body)).toEqual([201, 'draft'])
  const running = release(made.body.id, versions.to)
  const started = await running.verb('release-manager', 'start')
  expect([started.status, started.body.state], JSON.stringify(started.body)).toEqual([200, 'running'])
  return running
}

function release(id: string, canary: string): Running {
  const at = `/releases/${id}`
  const read = async (query = '') => (await call<ReleaseDto>('viewer', 'GET', `${at}${query}`)).body
  const operations = async () => {
    const { body } = await call<{ items: OperationDto[] }>(
      'viewer',
      'GET',
      `/operations?release=${id}&limit=500`,
    )
    return body.items.toReversed()
  }
  const untilFits: Running['until'] = async (what, fits, seconds = 120) => {
    const [seen] = await until(
      what,
      async () => {
        const now = await read()
        return [now, await fits(now)] as const
      },
      ([, fit]) => fit,
      seconds,
    )
    return seen
  }
  return {
    id,
    read,
    verb: (role, name, body) => call(role, 'POST', `${at}/${name}`, body),
    until: untilFits,
    ended: (seconds = 180) =>
      until(
        'the end of the release',
        () => read('?wait=30s&until=ended'),
        ({ state }) => ends.includes(state),
        seconds,
      ),
    operations,
    moves: async () =>
      (await operations())
        .filter(({ outcome, writes }) => outcome === 'applied' && writes.length > 0)
        .map((operation) => moveWords(operation, canary)),
    measurements: async () =>
      (await call<{ items: MeasurementDto[] }>('viewer', 'GET', `${at}/measurements?limit=500`)).body.items,
  }
}

function moveWords({ action, after }: OperationDto, canary: string): string {
  if (action !== 'set-weights') return action
  return `weight ${(after as { weights: Record<string, number> }).weights[canary] ?? '?'}`
}
