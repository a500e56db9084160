import type { z } from 'zod'
import type { CreateTemplateBody, TemplateDto, TemplatesQuery } from '../../contracts/plans'
import { OwnPlanBody } from '../../contracts/plans'
import { toAuditValue } from '../../domain/audit/canonical'
import { DomainError } from '../../domain/errors'
import type { Page, TemplateRecord } from '../../domain/ports'
import { actorOf } from '../audit/actor'
import { authorise } from '../authorise'
import type { ServiceContext } from '../context'
import { planText } from './plan-text'

/** The newest version of every template, by name; with a name, all versions of that one. */
export async function listTemplates(
  ctx: ServiceContext,
  { name, limit, cursor }: z.output<typeof TemplatesQuery>,
): Promise<Page<TemplateDto>> {
  await authorise(ctx, 'view', {})
  const page = await ctx.ports.store.templates.list({
    limit,
    ...(name === undefined ? {} : { name }),
    ...(cursor === undefined ? {} : { cursor }),
  })
  return { items: page.items.map(templateDto), next: page.next }
}

/** The newest version. Throws `not-found`. */
export async function getTemplate(ctx: ServiceContext, name: string): Promise<TemplateDto> {
  await authorise(ctx, 'view', {})
  return templateDto(await requireTemplate(ctx, name))
}

/** Keeps a plan under a name, as the next version of it. */
export async function addTemplate(
  ctx: ServiceContext,
  input: z.output<typeof CreateTemplateBody>,
): Promise<TemplateDto> {
  await authorise(ctx, 'release.create', {})
  const at = (await ctx.ports.store.now()).toISOString()
  const author = actorOf(ctx.viewer)
  const { name, words } = input
  const added = await ctx.ports.store.transaction(async (tx) => {
    const template = await tx.templates.add({
      name,
      ...(words === undefined ? {} : { words }),
      plan: planText(input.plan),
      author,
      at,
    })
    await tx.audit.append({
      id: ctx.ports.newId(),
      time: at,
      kind: 'release',
      action: 'template.add',
      result: 'applied',
      actor: author,
      after: toAuditValue({ name, version: template.version, plan: template.plan }),
      detail: toAuditValue({ requestId: ctx.requestId, words }),
    })
    return template
  })
  return templateDto(added)
}

/** Throws `not-found` where there is no template of that name, or no such version of it. */
export async function requireTemplate(
  ctx: ServiceContext,
  name: string,
  version?: number,
): Promise<TemplateRecord> {
  const template = await ctx.ports.store.templates.get(name, version)
  if (template) return template
  const which = version === undefined ? '' : ` in version ${version}`
  throw new DomainError('not-found', `There is no template ${name}${which}.`)
}

/**
 * The plan of a template, by default of its newest version, read once more by the present rules. Throws `not-found`, and
 * `invalid` for one that was kept by other rules and is no plan any more.
 */
export async function planOfTemplate(
  ctx: ServiceContext,
  name: string,
  version?: number,
): Promise<{ plan: OwnPlanBody; version: number }> {
  const template = await requireTemplate(ctx, name, version)
  const parsed = OwnPlanBody.safeParse(template.plan)
  if (!parsed.success)
    throw new DomainError('invalid', `The template ${name} is not acceptable any more: add a new version.`, {
      fields: [{ path: 'plan.template', message: `version ${template.version} is no plan` }],
    })
  return { plan: parsed.data, version: template.version }
}

function templateDto({ name, version, words, plan, author, at }: TemplateRecord): TemplateDto {
  return { name, version, ...(words === undefined ? {} : { words }), plan, author: author.name, at }
}
