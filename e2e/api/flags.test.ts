import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { ServiceDetailDto, ServiceMetricsDto } from '@/lib/contracts/services'
import type { TimelineEntryDto } from '@/lib/contracts/timeline'
import { apply } from '../support/cluster'
import { say } from '../support/say'
import type { Subject } from '../support/service'
import { subject } from '../support/service'
import { call, kubectl, until } from '../support/target'

interface FlagsManifest {
  metadata: { name: string; namespace: string }
  data: { 'flags.json': string }
}
interface Flag {
  defaultVariant: string
  targeting?: unknown
}

const file = 'sandbox/manifests/90-flags.yaml'

/** A release by feature flag: somebody else's work, told on the service's timeline with words. */
describe('feature flags on the timeline (A2)', () => {
  let checkout: Subject
  const manifest = parse(readFileSync(file, 'utf8')) as FlagsManifest
  const { name, namespace } = manifest.metadata

  /** `kubectl patch` of one flag in the ConfigMap. */
  const patchFlags = async (change: (flags: Record<string, Flag>) => void) => {
    const contents = JSON.parse(manifest.data['flags.json']) as { flags: Record<string, Flag> }
    change(contents.flags)
    const data = { 'flags.json': JSON.stringify(contents) }
    await kubectl('patch', 'configmap', name, '-n', namespace, '--type=merge', '-p', JSON.stringify({ data }))
  }
  const timeline = async () =>
    (await call<{ items: TimelineEntryDto[] }>('viewer', 'GET', `${checkout.path}/timeline`)).body.items
  const newestFlag = (entries: TimelineEntryDto[]) => entries.find((entry) => entry.kind === 'flag')

  beforeAll(async () => {
    checkout = await subject('shop', 'checkout')
    await apply(manifest)
    // Whatever an earlier run left: after this change and back, Aviary has told both.
    await patchFlags((flags) => delete flags['express-delivery'])
    await until('the flag gone', timeline, (now) => newestFlag(now)?.words === 'express-delivery: removed')
    await apply(manifest)
    await until('the flag back', timeline, (now) => newestFlag(now)?.words === 'express-delivery: added, off')
  })

  afterAll(async () => {
    await apply(manifest)
  })

  it('tells a share that grew and a default that changed, within seconds, with the writer', async () => {
    const before = await checkout.detail()
    const started = Date.now()
    await patchFlags(({ 'new-checkout': flag }) => {
      if (flag) flag.targeting = { fractional: [{ var: 'email' }, ['on', 50], ['off', 50]] }
    })
    const seen = await until(
      'the change of the share',
      timeline,
      (now) => newestFlag(now)?.words === 'new-checkout: on 10 % → 50 %',
      10,
    )
    say(`a changed flag was on the timeline after ${Date.now() - started} ms`)
    expect(newestFlag(seen)).toMatchObject({
      actor: { issuer: 'kubernetes', name: 'kubectl-patch' },
      configMaps: [name],
    })

    await patchFlags((flags) => {
      for (const flag of Object.values(flags)) {
        flag.defaultVariant = 'on'
        delete flag.targeting
      }
    })
    const words = 'express-delivery: off → on; new-checkout: on 50 % → on'
    await until('the change of the defaults', timeline, (now) => newestFlag(now)?.words === words, 10)
    // Shown, and no more than that.
    const after: ServiceDetailDto = await checkout.detail()
    expect(after.routes.map(({ revision }) => revision)).toEqual(
      before.routes.map(({ revision }) => revision),
    )
  })

  it('marks it in the charts, and keeps it in the audit log with both states', async () => {
    const { body } = await call<ServiceMetricsDto>('viewer', 'GET', `${checkout.path}/metrics?window=15m`)
    const marks = body.annotations.filter(({ kind }) => kind === 'flag')
    expect(marks.map(({ words }) => words)).toContain('new-checkout: on 10 % → 50 %')
    const seq = newestFlag(await timeline())?.auditSeq
    const event = await call('auditor', 'GET', `/audit/${seq}`)
    expect([event.status, event.body]).toMatchObject([
      200,
      {
        kind: 'flag',
        action: 'flag.changed',
        service: checkout.ref,
        before: { 'new-checkout': { shares: { on: 50, off: 50 } } },
        after: { 'new-checkout': { state: 'ENABLED', defaultVariant: 'on' } },
      },
    ])
    expect((await call('viewer', 'GET', `/audit/${seq}`)).status).toBe(403)
  })

  it('says nothing of a file that is no JSON, and goes on when it is one again', async () => {
    const before = newestFlag(await timeline())?.auditSeq ?? 0
    const broken = JSON.stringify({ data: { 'flags.json': '{"flags":' } })
    await kubectl('patch', 'configmap', name, '-n', namespace, '--type=merge', '-p', broken)
    await apply(manifest)
    const seen = await until(
      'the flags as they were',
      timeline,
      (now) => (newestFlag(now)?.auditSeq ?? 0) > before,
      10,
    )
    expect(newestFlag(seen)?.words).toBe('express-delivery: on → off; new-checkout: on → on 10 %')
  })
})
