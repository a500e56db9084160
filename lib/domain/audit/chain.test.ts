import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { eventHash, genesisOf } from './chain'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const chainId = '00000000-0000-4000-8000-000000000001'
const body =
  '{"action":"login","actor":{"issuer":"https://id.example","name":"Zoë \\"Z\\"","subject":"u-1"},"id":"e-1","kind":"auth","result":"applied","time":"2026-11-20T10:00:00.000Z"}'

// The vector stands in docs/audit-format.md too; it was computed by another program.
describe('chain', () => {
  const genesis = genesisOf(chainId, sha256)

  test('begins with the hash of the chain id', () => {
    const hash = '86a427757a31f2dacd9e79abf88cb4440d4cd0d708e10763f296b25754db80a5'
    expect(genesis).toEqual({ chainId, epoch: 1, seq: 0, hash })
  })

  test('hashes the published vector', () => {
    const hash = eventHash({ chainId, epoch: 1, seq: 1, prevHash: genesis.hash, body }, sha256)
    expect(hash).toBe('629d72cb7cf7561091c1b06cf451d77c75edd5ef95a420889140273837fb4af0')
  })

  test('every part changes the hash', () => {
    const parts = { chainId, epoch: 1, seq: 1, prevHash: genesis.hash, body }
    const changed = [
      parts,
      { ...parts, chainId: chainId.replace(/1$/, '2') },
      { ...parts, epoch: 2 },
      { ...parts, seq: 2 ** 40 },
      { ...parts, prevHash: genesis.hash.replace(/5$/, '6') },
      { ...parts, body: body.replace('login', 'Login') },
    ]
    expect(new Set(changed.map((each) => eventHash(each, sha256))).size).toBe(changed.length)
  })
})
