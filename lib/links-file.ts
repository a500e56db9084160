import { parse } from 'yaml'
import { z } from 'zod'
import { templateProblem, type LinkTemplate } from './domain/links/link-template'

const Scope = z
  .strictObject({
    cluster: z.string().default('*'),
    namespace: z.string().default('*'),
    service: z.string().default('*'),
  })
  .default({ cluster: '*', namespace: '*', service: '*' })
const Link = z.strictObject({
  name: z.string().trim().min(1).max(60),
  url: z
    .string()
    .max(4000)
    .check((found) => {
      const message = templateProblem(found.value)
      if (message !== undefined) found.issues.push({ code: 'custom', message, input: found.value })
    }),
  scope: Scope,
})
const LinksFile = z.strictObject({ links: z.array(Link).max(50) }) satisfies z.ZodType<{
  links: LinkTemplate[]
}>

/** Parses the text of the links file; throws an error that says which part is wrong. */
export function parseLinks(text: string): LinkTemplate[] {
  const result = LinksFile.safeParse(parse(text))
  if (result.success) return result.data.links
  const lines = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The links file is not acceptable: ${lines.join('; ')}`)
}
