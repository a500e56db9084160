import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleRelease } from '@/e2e/support/sample-records'
import { checkpointFile } from '@/lib/checkpoint-file'
import { roles, verbs, type Role, type Verb } from '@/lib/domain/access/verbs'
import { noReleaseRules } from '@/lib/domain/release/release-rules'
import { tickRelease } from '@/lib/engine/tick-release'
import { createStores, type Stores } from '@/lib/store/create-stores'
import { sha256 } from '@/lib/store/sha256'
import { makeKey } from '@/signer/key'
import { signerStage, type SignerStage } from '@/signer/stage.fixture'
import { signNow } from '@/signer/turn'
import { authorise } from '../authorise'
import type { ServiceContext } from '../context'
import { standstillOf } from '../releases/obstacles'
import { checkpointState, listCheckpoints } from './checkpoints'
import { detectRollback } from './detect-rollback'
import { acknowledgeIncident, listIncidents } from './incidents'
import { verifyAudit } from './read-audit'

const anywhere = { cluster: '*', namespace: '*', service: '*' }
const service = { cluster: 'prod', namespace: 'shop', name: 'cart' }

let stage: SignerStage
let stores: Stores
beforeAll(async () => {
  stage = await signerStage()
  const onPoolError = () => undefined
  stores = createStores({ url: stage.database.serverUrl, expectedMigrations: [], onPoolError })
}, 60_000)
afterAll(async () => {
  await stores.close()
  await stage.close()
})

function ctx(role: Role, outside = true): ServiceContext {
  const bindings = roles.map((each) => ({
    group: each,
    role: each,
    effect: 'allow' as const,
    scope: anywhere,
  }))
  return {
    viewer: { issuer: 'i', subject: role, name: role, groups: [role], via: 'session', credentialId: 'c' },
    requestId: 'q',
    now: () => new Date(),
    intentRecorded: { value: false },
    ports: {
      store: stores.store,
      ...{
        auditGenesis: () => stores.auditGenesis(),
        auditPages: stores.auditPages,
        sha256,
        newId: randomUUID,
      },
      policy: () => ({ bindings }),
      releaseRules: () => noReleaseRules,
      outsideCheckpoints: outside ? checkpointFile(`${stage.keyFile}.pub`, stage.sinkFile) : undefined,
    },
  } as unknown as ServiceContext
}

async function signed(): Promise<number> {
  return (await signNow(await stage.desk(), stage.chain)).seq
}

const restoreTo = (seq: number) =>
  stage.tamper(
    `DELETE FROM audit_event WHERE seq > ${seq}`,
    `DELETE FROM audit_checkpoint WHERE seq > ${seq}`,
    `UPDATE audit_head SET (epoch, seq, hash) = (SELECT epoch, seq, hash FROM audit_event WHERE seq = ${seq})`,
  )

async function allowed(role: Role, verb: Verb): Promise<true | string> {
  try {
    await authorise(ctx(role), verb, { cluster: 'prod', namespace: 'shop', service: 'cart' })
    return true
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('while the log agrees with its checkpoints', () => {
  test('before the first one there is nothing to compare', async () => {
    await expect(detectRollback(ctx('admin', false))).resolves.toEqual({ opened: [], problems: [] })
    expect(await checkpointState(ctx('admin', false))).toMatchObject({ newest: null, ok: true, from: 'none' })
    const early = await detectRollback(ctx('admin'))
    expect(early).toEqual({ opened: [], problems: [expect.stringContaining('checkpoints.jsonl')] })
  })

  test('nothing is found, and both places are read', async () => {
    for (let each = 1; each <= 5; each += 1) await stage.append(`e-${each}`)
    expect(await signed()).toBe(5)
    await stage.append('e-6')
    expect(await detectRollback(ctx('admin'))).toEqual({ opened: [], problems: [] })
    expect(await verifyAudit(ctx('auditor'))).toMatchObject({
      ok: true,
      events: 6,
      checkpoint: { ok: true, from: 'outside', newest: { seq: 5 } },
    })
    expect(await checkpointState(ctx('admin', false))).toMatchObject({
      ok: true,
      from: 'database',
      words: expect.stringContaining('AVIARY_CHECKPOINT_FILE') as string,
    })
    expect((await listCheckpoints(ctx('auditor'), { limit: 1 })).items).toMatchObject([{ seq: 5 }])
    expect(await allowed('release-manager', 'weight.increase')).toBe(true)
  })

  test('a checkpoint that another key signed is told, and opens nothing', async () => {
    const other = path.join(stage.dir, 'other.pem')
    makeKey(other)
    const foreign = ctx('admin')
    foreign.ports.outsideCheckpoints = checkpointFile(`${other}.pub`, stage.sinkFile)
    const { opened, problems } = await detectRollback(foreign)
    expect(opened).toEqual([])
    expect(problems).toEqual([
      expect.stringContaining('not signed by the key'),
      expect.stringContaining('not signed by the known key'),
    ])
    expect(await checkpointState(foreign)).toMatchObject({ ok: false, newest: null })
  })
})

describe('after the database was put back to an earlier state', () => {
  test('it is found once, however many replicas look, and begins a new epoch', async () => {
    await restoreTo(3)
    // Without the file nothing can tell: the checkpoints of the database went back as well.
    expect((await detectRollback(ctx('admin', false))).opened).toEqual([])
    const found = await Promise.all(Array.from({ length: 5 }, () => detectRollback(ctx('admin'))))
    expect(found.flatMap(({ opened }) => opened)).toMatchObject([
      {
        kind: 'shorter',
        source: 'outside',
        eventSeq: 4,
        lost: { epoch: 1, seq: 5 },
        head: { epoch: 1, seq: 3 },
      },
    ])
    expect(await stores.store.audit.get(4)).toMatchObject({
      epoch: 2,
      kind: 'system',
      action: 'chain.rollback-detected',
      detail: { checkpoint: { seq: 5 }, head: { seq: 3 } },
    })
    expect((await stores.store.audit.end()).seq).toBe(4)
    expect(await verifyAudit(ctx('auditor'))).toMatchObject({
      ok: true,
      checkpoint: { ok: false, words: expect.stringContaining('went back') as string },
    })
  })

  test('only stopping and looking is possible', async () => {
    const possible = await Promise.all(
      verbs.map(async (verb) => [verb, await allowed('admin', verb)] as const),
    )
    const refused = possible.filter(([, answer]) => answer === 'chain-rollback').map(([verb]) => verb)
    expect(possible.every(([, answer]) => answer === true || answer === 'chain-rollback')).toBe(true)
    for (const verb of [
      'abort',
      'pause',
      'weight.decrease',
      'mirror.stop',
      'view',
      'audit.read',
      'policy.edit',
    ])
      expect(refused).not.toContain(verb)
    for (const verb of [
      'weight.increase',
      'mirror.start',
      'start',
      'resume',
      'promote',
      'undo',
      'approve',
      'routes.create',
    ])
      expect(refused).toContain(verb)
  })

  test('what is denied anyway stays denied, and says so', async () => {
    expect(await allowed('viewer', 'weight.increase')).toBe('forbidden')
  })

  test('releases stand still, those on their last move as well', async () => {
    expect(await standstillOf(ctx('admin'), service)).toMatchObject({
      name: expect.stringContaining('went back') as string,
    })
    const promoting = sampleRelease({ id: 'r-1', state: 'promoting' })
    expect(await tickRelease(ctx('admin'), promoting, 1, new Map())).toBe(promoting)
  })

  test('the signer signs nothing until an admin has accepted it, with a reason', async () => {
    await expect(signed()).rejects.toMatchObject({ name: 'Refusal' })
    const [incident] = (await listIncidents(ctx('auditor'), { limit: 10 })).items
    if (!incident) throw new Error('no incident')
    expect(incident).toMatchObject({ state: 'open', kind: 'shorter' })
    const accept = (role: Role, id = incident.id) =>
      acknowledgeIncident(ctx(role), { id, reason: 'restored on purpose' })
    await expect(accept('release-manager')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(accept('admin', 'nobody')).rejects.toMatchObject({ code: 'not-found' })
    expect(await accept('admin')).toMatchObject({
      state: 'acknowledged',
      acknowledged: { actor: { name: 'admin' }, reason: 'restored on purpose' },
    })
    await expect(accept('admin')).rejects.toMatchObject({ code: 'conflict' })

    expect(await allowed('release-manager', 'weight.increase')).toBe(true)
    expect(await standstillOf(ctx('admin'), service)).toBeUndefined()
    expect((await detectRollback(ctx('admin'))).opened).toEqual([])
    expect(await checkpointState(ctx('auditor'))).toMatchObject({
      ok: true,
      newest: { seq: 5 },
      words: expect.stringContaining('admin accepted') as string,
    })
    const next = await signed()
    expect(await checkpointState(ctx('auditor'))).toMatchObject({ ok: true, newest: { seq: next, epoch: 2 } })
  })

  test('a past that was rewritten is found as well', async () => {
    const { seq } = await stores.store.audit.end()
    await restoreTo(seq - 1)
    await stage.append('something else')
    await stage.append('and more')
    expect((await detectRollback(ctx('admin'))).opened).toMatchObject([
      { kind: 'changed', lost: { epoch: 2, seq } },
    ])
  })

  test('a file whose last line is damaged is told', async () => {
    await writeFile(stage.sinkFile, 'nonsense\n')
    expect((await detectRollback(ctx('admin'))).problems).toEqual([
      expect.stringMatching(/checkpoints\.jsonl cannot be read: .*not JSON/),
    ])
  })
})
