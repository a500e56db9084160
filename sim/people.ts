import { OwnPlanBody } from '@/lib/contracts/plans'
import { isDomainError } from '@/lib/domain/errors'
import { isUnknownOutcome } from '@/lib/domain/ports'
import type { ReleaseRecord, ReleaseState } from '@/lib/domain/release/release'
import { isEnded } from '@/lib/domain/release/state-machine'
import type { ServiceContext } from '@/lib/services/context'
import { undoOperation } from '@/lib/services/operations/undo-operation'
import { abortRelease } from '@/lib/services/releases/abort-release'
import { approveRelease } from '@/lib/services/releases/approve-release'
import { createRelease } from '@/lib/services/releases/create-release'
import { retryRelease, startRelease } from '@/lib/services/releases/launch-release'
import { promoteRelease } from '@/lib/services/releases/promote-release'
import { pauseRelease, promoteFully, resumeRelease } from '@/lib/services/releases/release-verbs'
import { setReleaseWeight } from '@/lib/services/releases/set-release-weight'
import { undoRelease } from '@/lib/services/releases/undo-release'
import { setWeights } from '@/lib/services/traffic/set-weights'
import { routeId, shop } from './cluster/start-objects'
import type { Random } from './kernel/random'
import type { SimProcess } from './process'
import { ana, ben } from './viewers'
import type { World } from './world'

type Deed = (ctx: ServiceContext, release: ReleaseRecord, random: Random) => Promise<unknown>

const reason = 'looked at it'
const asked = (release: ReleaseRecord) => ({ id: release.id, reason })

const deeds = {
  pause: (ctx, release) => pauseRelease(ctx, asked(release)),
  adopt: (ctx, release) => resumeRelease(ctx, { ...asked(release), drift: 'adopt' }),
  restore: (ctx, release) => resumeRelease(ctx, { ...asked(release), drift: 'restore' }),
  promote: (ctx, release, random) => promoteRelease(ctx, { ...asked(release), override: random.chance(0.3) }),
  'promote without a reason': (ctx, release) => promoteRelease(ctx, { id: release.id }),
  'promote fully': (ctx, release) => promoteFully(ctx, asked(release)),
  abort: (ctx, release) => abortRelease(ctx, asked(release)),
  'set weight': (ctx, release, random) =>
    setReleaseWeight(ctx, { ...asked(release), weight: random.pick([0, 10, 40, 60, 100]) }),
  'move weights': (ctx, _release, random) => {
    const canary = random.pick([0, 5, 50])
    return setWeights(ctx, {
      service: shop,
      route: routeId,
      rule: 'main',
      weights: { v1: 100 - canary, v2: canary },
    })
  },
  approve: (ctx, release) =>
    approveRelease(ctx, { ...asked(release), decision: 'approve', planHash: release.planHash }),
  reject: (ctx, release) =>
    approveRelease(ctx, { ...asked(release), decision: 'reject', planHash: release.planHash }),
  start: (ctx, release) => startRelease(ctx, asked(release)),
  retry: (ctx, release) => retryRelease(ctx, asked(release)),
  undo: (ctx, release) => undoRelease(ctx, asked(release)),
  'undo an operation': (ctx, release, random) =>
    undoOperation(ctx, {
      id: random.pick(release.operations.length > 0 ? release.operations : ['none']),
      reason,
    }),
} satisfies Record<string, Deed>
type DeedName = keyof typeof deeds

/** What somebody is likely to do in a state; now and then it is anything at all. */
const likely: Record<ReleaseState, Partial<Record<DeedName, number>>> = {
  draft: { start: 1 },
  'awaiting-approval': { approve: 6, reject: 1, abort: 1 },
  running: {
    pause: 3,
    promote: 2,
    'promote without a reason': 1,
    'promote fully': 0.5,
    abort: 1,
    'set weight': 2,
    'move weights': 1,
    approve: 6,
    reject: 0.5,
  },
  paused: {
    adopt: 5,
    restore: 3,
    promote: 2,
    abort: 0.5,
    'set weight': 1,
    'undo an operation': 0.5,
    'promote fully': 0.3,
  },
  holding: { adopt: 4, restore: 3, promote: 3, 'promote without a reason': 1, pause: 1, abort: 0.5 },
  promoting: { abort: 1 },
  promoted: { undo: 1 },
  aborting: {},
  aborted: { retry: 1 },
  failed: { retry: 1, undo: 1 },
  undone: {},
}

/** The people at work: one release, and everything that they do to it while there is trouble. */
export class People {
  private readonly random: Random

  constructor(
    private readonly world: World,
    private readonly replicas: () => SimProcess[],
  ) {
    this.random = world.random.fork(40)
    world.onHalfDone = () => {
      if (world.scenario.every.person !== Infinity && this.random.chance(0.3)) void this.hurry()
    }
  }

  /** Makes and starts a release, then does something now and then. */
  async work(): Promise<void> {
    const { world, random } = this
    for (let tries = 0; this.release() === undefined && tries < 20; tries += 1) {
      this.act('create', (ctx) => createRelease(ctx, createBody(world)))
      await this.rest(3000)
    }
    for (let tries = 0; this.release()?.state === 'draft' && tries < 20; tries += 1) {
      this.act('start', (ctx) => startRelease(ctx, { id: this.release()?.id ?? '' }))
      await this.rest(3000)
    }
    while (world.troubled && world.scenario.every.person !== Infinity) {
      await this.rest(world.scenario.every.person * (0.3 + random.next() * 1.4))
      const release = this.release()
      if (release === undefined) continue
      if (isEnded(release.state) && random.chance(0.5)) continue
      this.do(this.choose(release.state), release)
    }
    await this.approveWhatWaits()
  }

  /** Clicks at the worst moment. */
  private async hurry(): Promise<void> {
    await this.rest(this.random.int(20, 3000))
    const release = this.release()
    if (release && this.world.troubled)
      this.do(this.random.weighted({ abort: 4, pause: 2, 'promote fully': 1, 'set weight': 1 }), release)
  }

  /** When the trouble is over nobody does anything but approve. */
  private async approveWhatWaits(): Promise<void> {
    for (;;) {
      await this.rest(15_000)
      const release = this.release()
      if (release && waitsForApproval(release)) this.do('approve', release)
    }
  }

  private choose(state: ReleaseState): DeedName {
    const names = Object.keys(deeds) as DeedName[]
    const weights = likely[state]
    const any = this.random.chance(0.08) || Object.keys(weights).length === 0
    return any ? this.random.pick(names) : this.random.weighted(weights as Record<DeedName, number>)
  }

  private do(name: DeedName, release: ReleaseRecord): void {
    const deed: Deed = deeds[name]
    this.act(name, (ctx) => deed(ctx, release, this.random))
  }

  /** On whichever replica the click arrives; nobody waits for its answer. */
  private act(name: string, verb: (ctx: ServiceContext) => Promise<unknown>): void {
    const { world } = this
    const process = this.random.pick(this.replicas())
    const viewer = name === 'approve' || name === 'reject' ? ben : ana
    world.trace.add(() => `${viewer.name} on ${process.owner.name}: ${name}`)
    void verb(process.context(viewer)).then(
      () => {
        world.tally.count(`did ${name}`)
        world.trace.add(() => `${viewer.name} on ${process.owner.name}: ${name} is done`)
      },
      (error: unknown) => {
        world.tally.count(`refused ${name}`)
        world.trace.add(() => `${viewer.name} on ${process.owner.name}: ${name}: ${String(error)}`)
        if (!isDomainError(error) && !isUnknownOutcome(error))
          world.fail(
            'known-errors',
            `${name} threw ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
          )
      },
    )
  }

  private release(): ReleaseRecord | undefined {
    const all = this.world.database.all(undefined, 'release').map((text) => JSON.parse(text) as ReleaseRecord)
    return all.find(({ state }) => state !== 'draft') ?? all[0]
  }

  private async rest(milliseconds: number): Promise<void> {
    await this.world.scheduler.sleep(this.world.outside, Math.round(milliseconds))
  }
}

const createBody = (world: World) => ({
  service: shop,
  from: 'v1',
  to: 'v2',
  plan: OwnPlanBody.parse(world.scenario.plan),
})

const waitsForApproval = ({ state, plan, stepIndex }: ReleaseRecord) =>
  state === 'awaiting-approval' || (state === 'running' && plan.steps[stepIndex]?.kind === 'approval')
