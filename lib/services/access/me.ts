import type { z } from 'zod'
import type { CanQuery, CanDto, MeDto } from '../../contracts/access'
import { bindingsOf, speaksOf } from '../../domain/access/decide'
import { nearMisses } from '../../domain/access/near-misses'
import { verbs } from '../../domain/access/verbs'
import { can } from '../authorise'
import type { ServiceContext } from '../context'

/** Who is asking and what the policy grants them. Needs no permission: it tells only about oneself. */
export function me(ctx: ServiceContext): MeDto {
  const { viewer } = ctx
  const mine = bindingsOf(ctx.ports.policy(), viewer).filter(({ effect }) => effect === 'allow')
  const granted = mine.flatMap((binding) => {
    const own = verbs.filter((verb) => speaksOf(binding, verb))
    return own
      .filter((verb) => can(ctx, verb, scopeWords(binding.scope)).allowed)
      .map((verb) => ({ verb, scope: binding.scope }))
  })
  return {
    subject: viewer.subject,
    issuer: viewer.issuer,
    name: viewer.name,
    via: viewer.via,
    roles: [...new Set(viewer.token ? [viewer.token.role] : mine.flatMap(({ role }) => role ?? []))],
    groups: viewer.groups,
    ...(viewer.groupsProblem === undefined ? {} : { groupsProblem: viewer.groupsProblem }),
    permissions: granted,
    expires: viewer.expiresAt,
    credential: viewer.credentialId,
  }
}

const scopeWords = (scope: { cluster: string; namespace: string; service: string }) => ({
  ...(scope.cluster === '*' ? {} : { cluster: scope.cluster }),
  ...(scope.namespace === '*' ? {} : { namespace: scope.namespace }),
  ...(scope.service === '*' ? {} : { service: scope.service }),
})

/** Whether the asking person may, which rule decides and, where none grants it, which ones come close. */
export function canI(ctx: ServiceContext, query: z.output<typeof CanQuery>): CanDto {
  const { verb, cluster, namespace, service } = query
  const scope = { cluster, namespace, service }
  const readsPolicy = (['policy.edit', 'audit.read'] as const).some((each) => can(ctx, each, {}).allowed)
  const hints = nearMisses(ctx.ports.policy(), ctx.viewer, verb, scope, readsPolicy)
  return { ...can(ctx, verb, scope), ...(hints.length === 0 ? {} : { hints }) }
}
