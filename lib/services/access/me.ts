import type { z } from 'zod'
import type { CanQuery, CanDto, MeDto } from '../../contracts/access'
import { roleVerbs, verbs } from '../../domain/access/verbs'
import { can } from '../authorise'
import type { ServiceContext } from '../context'

/** Who is asking and what the policy grants them. Needs no permission: it tells only about oneself. */
export function me(ctx: ServiceContext): MeDto {
  const { viewer } = ctx
  const mine = ctx.ports
    .policy()
    .bindings.filter(
      (binding) =>
        binding.effect === 'allow' &&
        ((binding.group !== undefined && viewer.groups.includes(binding.group)) ||
          binding.subject === viewer.subject),
    )
  const granted = mine.flatMap((binding) => {
    const own = verbs.filter(
      (verb) =>
        (binding.role !== undefined && roleVerbs[binding.role].has(verb)) || binding.verbs?.includes(verb),
    )
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

/** Whether the asking person may, and which rule decides. */
export function canI(ctx: ServiceContext, query: z.output<typeof CanQuery>): CanDto {
  const { verb, cluster, namespace, service } = query
  return can(ctx, verb, { cluster, namespace, service })
}
