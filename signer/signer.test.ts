import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Checkpoint, checkpointDigest, readCheckpoint } from '../lib/domain/audit/checkpoint'
import { sha256 } from '../lib/store/sha256'
import { connect } from './database'
import { signerStage, type SignerStage } from './stage.fixture'
import { signNow, takeUp } from './turn'

let stage: SignerStage
beforeAll(async () => {
  stage = await signerStage()
}, 60_000)
afterAll(async () => {
  await stage.close()
})

async function filed(): Promise<Checkpoint[]> {
  const text = await readFile(stage.sinkFile, 'utf8')
  return text.split('\n').slice(0, -1).map(readCheckpoint)
}

async function stored(): Promise<string[]> {
  const { rows } = await stage.server.query<{ line: string }>('SELECT line FROM audit_checkpoint ORDER BY id')
  return rows.map(({ line }) => line)
}

/** Takes the events after a number away, as a restore of an older backup does. */
const restoreTo = (seq: number) =>
  stage.tamper(
    `DELETE FROM audit_event WHERE seq > ${seq}`,
    `UPDATE audit_head SET (epoch, seq, hash) = (SELECT epoch, seq, hash FROM audit_event WHERE seq = ${seq})`,
  )

describe('the signer', () => {
  test('signs an empty chain, and an idle one again, each naming the one before', async () => {
    const desk = await stage.desk()
    await takeUp(desk, stage.chain)
    const first = await signNow(desk, stage.chain)
    expect(first).toMatchObject({
      epoch: 1,
      seq: 0,
      previous: null,
      hash: (await stage.chain.genesis()).hash,
    })
    const second = await signNow(desk, stage.chain)
    expect(second).toMatchObject({ seq: 0, previous: checkpointDigest(first, sha256) })
    expect(stage.key.made(second)).toBe(true)
  })

  test('writes the same line to the file, the database and standard output', async () => {
    for (let each = 1; each <= 5; each += 1) await stage.append(`e-${each}`)
    const desk = await stage.desk()
    const checkpoint = await signNow(desk, stage.chain)
    expect(checkpoint.seq).toBe(5)
    const [line = ''] = desk.printed
    expect((await readFile(stage.sinkFile, 'utf8')).split('\n').at(-2)).toBe(line)
    expect((await stored()).at(-1)).toBe(line)
    expect(readCheckpoint(line)).toEqual(checkpoint)
  })

  test('goes on from its file after it was cut off in the middle of a line', async () => {
    const whole = await readFile(stage.sinkFile, 'utf8')
    await writeFile(stage.sinkFile, `${whole}{"chain":"0000`)
    const desk = await stage.desk()
    expect(desk.said).toEqual([expect.stringContaining('cut off')])
    await takeUp(desk, stage.chain)
    await stage.append('e-6')
    await signNow(desk, stage.chain)
    const rows = await filed()
    expect(rows.map(({ seq }) => seq)).toEqual([0, 0, 5, 6])
    for (const [index, row] of rows.entries()) {
      const before = rows[index - 1]
      expect(row.previous).toBe(before ? checkpointDigest(before, sha256) : null)
    }
  })

  test('goes on from the database where its file was lost, and puts what the database lacks into it', async () => {
    const before = await filed()
    await writeFile(stage.sinkFile, '')
    const desk = await stage.desk()
    await takeUp(desk, stage.chain)
    expect(desk.said).toEqual([expect.stringContaining('behind the database')])
    expect(await filed()).toEqual(before.slice(-1))
    await stage.tamper(`DELETE FROM audit_checkpoint WHERE seq = 6`)
    await takeUp(desk, stage.chain)
    expect((await stored()).map((line) => readCheckpoint(line).seq)).toEqual([0, 0, 5, 6])
  })

  test('is the only one on its database', async () => {
    await expect(connect(stage.database.signerUrl)).rejects.toThrow('another signer')
  })
})

describe('it refuses', () => {
  async function refused(words: string) {
    const desk = await stage.desk()
    const before = await readFile(stage.sinkFile, 'utf8')
    const rows = await stored()
    await expect(signNow(desk, stage.chain)).rejects.toMatchObject({
      name: 'Refusal',
      message: expect.stringContaining(words) as string,
    })
    expect(await readFile(stage.sinkFile, 'utf8')).toBe(before)
    expect(await stored()).toEqual(rows)
    expect(desk.printed).toEqual([])
  }

  test.each([
    ['a changed body', `body = replace(body, 'Mia', 'Max')`, 'event 8, hash'],
    ['a changed column', `actor_name = 'Max'`, 'event 8, columns'],
  ])('%s since the last checkpoint', async (_name, change, words) => {
    if (!(await stage.chain.at(8))) for (const id of ['e-7', 'e-8', 'e-9']) await stage.append(id)
    await stage.tamper(
      'CREATE TABLE kept AS SELECT * FROM audit_event WHERE seq = 8',
      `UPDATE audit_event SET ${change} WHERE seq = 8`,
    )
    await refused(words)
    await stage.tamper(
      'UPDATE audit_event SET (body, actor_name) = (SELECT body, actor_name FROM kept) WHERE seq = 8',
      'DROP TABLE kept',
    )
  })

  test('nothing any more once that was put right', async () => {
    expect(await signNow(await stage.desk(), stage.chain)).toMatchObject({ seq: 9 })
  })

  test('a chain that went back, until a person accepted that', async () => {
    const lost = (await filed()).at(-1)
    if (!lost) throw new Error('nothing was signed')
    await restoreTo(4)
    await refused('the database went back')

    const { chain, epoch, seq, hash } = lost
    await stage.beginEpoch('found', { checkpoint: { chain, epoch, seq, hash }, incident: 'i-1' })
    await refused('the database went back')
    const acknowledge = { action: 'chain.rollback-acknowledged', kind: 'system' }
    await stage.append('other', { ...acknowledge, detail: { incident: 'i-2' } })
    await refused('the database went back')
    await stage.append('accepted', { ...acknowledge, detail: { incident: 'i-1' } })
    const desk = await stage.desk()
    const next = await signNow(desk, stage.chain)
    expect(next).toMatchObject({ epoch: 2, seq: 7, previous: checkpointDigest(lost, sha256) })
    await stage.append('after')
    expect(await signNow(desk, stage.chain)).toMatchObject({ epoch: 2, seq: 8 })
  })

  test('a chain with another past, and another chain', async () => {
    await restoreTo(7)
    await stage.append('instead of the one that was signed')
    await refused('another event')
    await stage.tamper('UPDATE audit_head SET chain_id = gen_random_uuid()')
    await refused('another chain')
  })
})
