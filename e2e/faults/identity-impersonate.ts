import { beforeAll, describe, expect, it } from 'vitest'
import type { MeDto } from '@/lib/contracts/access'
import type { OperationDto } from '@/lib/contracts/moves'
import { startRelease } from '../support/release'
import { callAs, signIn } from '../support/session'
import type { IdentityCase } from './identity-case'

const timeout = 240_000

/** KUBERNETES_IDENTITY=impersonate: writes are made as one of two virtual users, with the person in the extras. */
export function impersonatedWrites(on: IdentityCase): void {
  describe('KUBERNETES_IDENTITY=impersonate', () => {
    beforeAll(async () => {
      const env = { KUBERNETES_IDENTITY: 'impersonate', KUBERNETES_GROUPS_PREFIX: '' }
      await on.stack.app.restart({ ...env, ...(await on.stage.virtual()) })
    }, timeout)

    it('is the manager for more and the operator for less, with the person in the extras', async () => {
      const rita = await signIn('release-manager')
      const me = await callAs<MeDto>(rita, 'GET', '/me')
      const path = `${await on.web.rulePath()}/weights`
      for (const v2 of [30, 5]) {
        const weights = { v1: 100 - v2, v2 }
        const { status, body } = await callAs<OperationDto>(rita, 'PUT', path, { weights })
        expect([status, body.outcome], JSON.stringify(body)).toEqual([200, 'applied'])
      }
      const [up, down] = await on.writes()
      expect([up?.user, down?.user]).toEqual(['aviary:manager', 'aviary:operator'])
      expect(up?.groups).toContain('aviary:virtual')
      expect(down?.extra).toEqual({
        'aviary.dev/issuer': me.body.issuer,
        'aviary.dev/subject': me.body.subject,
        'aviary.dev/name': encodeURI(me.body.name).replaceAll('%20', ' '),
        'aviary.dev/via': 'session',
      })
    })

    it(
      'makes objects as the manager, removes them as it is told, and names the starter behind the engine',
      { timeout },
      async () => {
        const release = await startRelease(
          on.web,
          { from: 'v1', to: 'v2' },
          {
            steps: [
              { kind: 'weight', weight: 20 },
              { kind: 'bake', for: '30m' },
            ],
            checks: [],
          },
        )
        await release.until('20 %', async () => (await release.moves()).at(-1) === 'weight 20')
        const ended = await release.verb('on-call', 'abort')
        expect([ended.status, ended.body.state], JSON.stringify(ended.body)).toEqual([200, 'aborted'])
        const users = await on.writes()
        expect(users.map((user) => [user.user, user.extra?.['aviary.dev/via']])).toEqual([
          ['aviary:manager', 'engine'],
          ['aviary:operator', 'token'],
        ])
        const [starter, stopper] = users.map((user) => user.extra?.['aviary.dev/subject'])
        expect(starter).not.toBe('engine')
        expect(stopper).not.toEqual(starter)
      },
    )
  })
}
