import { z } from 'zod'
import { PolicyText } from './policy'

/** The JSON Schema of the policy text, for editors and pipelines; docs/policy.schema.json holds the same. */
export function policySchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(PolicyText, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' })
  return { ...schema, title: 'Access policy of Aviary' }
}
