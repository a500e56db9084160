import { get, type IncomingMessage } from 'node:http'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appUrl, user } from '../support/target'
import type { FaultStack } from './stack'
import { startFaultStack } from './stack'

let stack: FaultStack
let owner: pg.Client

beforeAll(async () => {
  stack = await startFaultStack()
  owner = new pg.Client({ connectionString: stack.ownerUrl })
  await owner.connect()
}, 240_000)
afterAll(async () => {
  await owner.end()
  await stack.stop()
})

/** More than all buffers between the log and a reader hold, and more than the server reads at once. */
const appendMany = `
  SELECT count(appended.seq) FROM generate_series(1, 2500) AS number,
  LATERAL audit_append(json_build_object(
    'id', 'large-' || number, 'time', '2026-11-20T10:00:00.000Z', 'kind', 'system', 'action', 'large',
    'result', 'applied', 'actor', json_build_object('issuer', 'test', 'subject', 'test', 'name', 'test'),
    'detail', repeat(md5(number::text), 640))::text) AS appended`

const startExport = () =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { authorization: `Bearer ${user('auditor').token}` }
    get(`${appUrl()}/api/v1/audit/export`, { headers }, resolve).once('error', reject)
  })

it('an export that cannot be read on is cut, and does not look whole', async () => {
  await owner.query(appendMany)
  const answer = await startExport()
  expect(answer.statusCode).toBe(200)
  await owner.query('REVOKE SELECT ON audit_event FROM aviary_server')
  const read = async () => {
    let bytes = 0
    for await (const chunk of answer) bytes += (chunk as Buffer).length
    return bytes
  }
  await expect(read()).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(answer.complete).toBe(false)
  await owner.query('GRANT SELECT ON audit_event TO aviary_server')
  const again = await startExport()
  again.resume()
  await expect.poll(() => again.complete, { timeout: 60_000 }).toBe(true)
})
