import { isDomainError } from '../domain/errors'
import { decideStep } from '../domain/release/decide-step'
import type { Observation, StepDecision } from '../domain/release/decide-step'
import type { ReleaseRecord, Step } from '../domain/release/release'
import { hasWeights, releaseWeights } from '../domain/release/weights'
import { weightAt } from '../domain/release/plan'
import type { OperationRecord } from '../domain/traffic/operation'
import { finishAbort } from '../services/releases/abort-release'
import type { ServiceContext } from '../services/context'
import { addCanary, expectedAfter, moveRelease, onBehalf, wordsOf } from '../services/releases/move-release'
import { countsSinceStep } from '../services/releases/counts-since-step'
import type { ReleaseRule } from '../services/releases/release-rules'
import { rulesOf } from '../services/releases/release-rules'
import { transition } from '../services/releases/transition'
import { requireView } from '../services/traffic/find-route'

/** One tick of one live release: observe → decide → act. Throws nothing that belongs into the release's log. */
export async function tickRelease(ctx: ServiceContext, release: ReleaseRecord): Promise<ReleaseRecord> {
  switch (release.state) {
    case 'running':
    case 'holding':
      return await step(ctx, release)
    case 'promoting':
      return await finish(ctx, release)
    case 'aborting':
      return await rescueAbort(ctx, release)
    default:
      return release
  }
}

const abortGraceMs = 5000

/** The request that aborts finishes the abort itself; the engine helps only where that one died or was refused. */
async function rescueAbort(ctx: ServiceContext, release: ReleaseRecord): Promise<ReleaseRecord> {
  const since = Date.parse(release.log.at(-1)?.at ?? release.createdAt)
  const age = (await ctx.ports.store.now()).getTime() - since
  return age < abortGraceMs ? release : await finishAbort(ctx, release, 'abort')
}

async function step(ctx: ServiceContext, release: ReleaseRecord): Promise<ReleaseRecord> {
  const seen = await observe(ctx, release)
  return await act(ctx, release, decideStep(release, seen))
}

async function act(
  ctx: ServiceContext,
  release: ReleaseRecord,
  decision: StepDecision,
): Promise<ReleaseRecord> {
  switch (decision.action) {
    case 'wait':
      return release
    case 'hold':
      return release.state === 'holding' && release.waitingFor === decision.words
        ? release
        : await hold(ctx, release, decision.words)
    case 'continue':
      return await transition(
        ctx,
        release,
        { state: 'running', waitingFor: undefined, stepSince: await now(ctx) },
        { action: 'continue', words: decision.words },
      )
    case 'advance':
      return await advance(ctx, release, decision.words)
    case 'finish':
      return await transition(
        ctx,
        release,
        { state: 'promoting' },
        { action: 'promoting', words: 'The plan is done.' },
      )
    case 'apply':
      return await apply(ctx, release)
  }
}

const now = async (ctx: ServiceContext) => (await ctx.ports.store.now()).toISOString()

async function hold(ctx: ServiceContext, release: ReleaseRecord, words: string): Promise<ReleaseRecord> {
  return await transition(
    ctx,
    release,
    { state: 'holding', waitingFor: words, stepServedSeconds: 0 },
    { action: 'hold', words },
  )
}

async function advance(ctx: ServiceContext, release: ReleaseRecord, words: string): Promise<ReleaseRecord> {
  return await transition(
    ctx,
    release,
    { stepIndex: release.stepIndex + 1, stepSince: await now(ctx), stepServedSeconds: 0 },
    { action: 'step', words: `Step ${release.stepIndex + 1} of ${release.plan.steps.length} ${words}.` },
  )
}

async function apply(ctx: ServiceContext, release: ReleaseRecord): Promise<ReleaseRecord> {
  const current = release.plan.steps[release.stepIndex]
  const acting = onBehalf(ctx, release, ctx.release?.epoch)
  try {
    const operations =
      current?.kind === 'add-version'
        ? await addCanary(acting, release, `release step ${release.stepIndex + 1}`)
        : await moveRelease(
            acting,
            release,
            weightAt(release.plan, release.stepIndex),
            `release step ${release.stepIndex + 1}`,
          )
    return await applied(ctx, release, operations, wordsFor(release, current))
  } catch (error) {
    if (isDomainError(error) && error.code === 'conflict') return release
    return await hold(ctx, release, `The step could not be applied: ${wordsOf(error)}`)
  }
}

const wordsFor = (release: ReleaseRecord, current: Step | undefined) =>
  current?.kind === 'weight'
    ? `${release.to} at ${current.weight} % applied.`
    : `${release.to} added at weight 0.`

async function applied(
  ctx: ServiceContext,
  release: ReleaseRecord,
  operations: OperationRecord[],
  words: string,
): Promise<ReleaseRecord> {
  const last = operations.at(-1)
  if (!last || operations.some(({ outcome }) => outcome === 'unknown')) return release
  return await transition(
    ctx,
    release,
    {
      stepIndex: release.stepIndex + 1,
      stepSince: await now(ctx),
      stepServedSeconds: 0,
      expected: expectedAfter(release, operations),
      operations: [...release.operations, ...operations.slice(0, -1).map(({ id }) => id)],
    },
    { action: 'step', words, operation: last.id },
  )
}

async function finish(ctx: ServiceContext, release: ReleaseRecord): Promise<ReleaseRecord> {
  try {
    const operations = await moveRelease(onBehalf(ctx, release, ctx.release?.epoch), release, 100, 'promote')
    if (operations.some(({ outcome }) => outcome === 'unknown')) return release
    const last = operations.at(-1)?.id
    return await transition(
      ctx,
      release,
      {
        state: 'promoted',
        endedAt: await now(ctx),
        operations: [...release.operations, ...operations.slice(0, -1).map(({ id }) => id)],
      },
      {
        action: 'promoted',
        words: `${release.to} has all the traffic.`,
        ...(last === undefined ? {} : { operation: last }),
      },
    )
  } catch (error) {
    return await hold(ctx, release, `100 % could not be applied: ${wordsOf(error)}`)
  }
}

async function observe(ctx: ServiceContext, release: ReleaseRecord): Promise<Observation> {
  const view = requireView(ctx, release.service.cluster)
  const { rules, missing } = rulesOf(ctx.ports, view, release)
  const current = release.plan.steps[release.stepIndex]
  const drift = driftOf(release, rules)
  return {
    now: (await ctx.ports.store.now()).getTime(),
    ...(drift ? { drift } : {}),
    ...(missing.length > 0 ? { missing: `These rules are gone: ${missing.join(', ')}.` } : {}),
    inPlace: rules.every(({ rule }) => inPlace(release, rule, current)),
    ...(current?.kind === 'bake' ? await traffic(ctx, release) : {}),
  }
}

/** A route that is not as our last write left it, and whose last writer is not Aviary. */
function driftOf(release: ReleaseRecord, rules: ReleaseRule[]): Observation['drift'] {
  const changed = rules.find(({ route }) => {
    const expected = release.expected.find((entry) => entry.route === route.id)
    return expected && expected.revision !== route.revision && route.writer?.manager !== 'aviary'
  })
  return (
    changed && {
      writer: changed.route.writer?.manager ?? 'somebody',
      at: changed.route.writer?.time ?? 'an unknown time',
    }
  )
}

function inPlace(release: ReleaseRecord, rule: ReleaseRule['rule'], current: Step | undefined): boolean {
  if (current?.kind === 'add-version') return rule.destinations.some(({ version }) => version === release.to)
  const weights = releaseWeights(rule, release.from, release.to, weightAt(release.plan, release.stepIndex))
  return weights !== undefined && hasWeights(rule, weights)
}

async function traffic(
  ctx: ServiceContext,
  release: ReleaseRecord,
): Promise<Pick<Observation, 'canaryRequests' | 'metricsProblem'>> {
  try {
    const counts = await countsSinceStep(ctx, release)
    const canary = counts.versions.find(({ version }) => version === release.to)
    return { canaryRequests: canary?.requests ?? 0 }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { metricsProblem: error.message }
  }
}
