import { parse } from 'yaml'
import { z } from 'zod'
import type { CustomSource } from './source'
import { parseTemplate, type Template } from './template'

/** Each is one query more a tick. */
const mostSources = 5

const KubernetesName = z.string().regex(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/, 'is no name of Kubernetes')
const LabelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'is no name of a label')

const PromQl = z.string().transform((text, context): Template => {
  try {
    return parseTemplate(text)
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : String(error))
    return z.NEVER
  }
})

const Pattern = z.string().transform((text, context): RegExp => {
  try {
    return new RegExp(`^(?:${text})$`)
  } catch {
    context.addIssue('is no regular expression')
    return z.NEVER
  }
})

const Buckets = z.strictObject({ query: PromQl, unit: z.enum(['seconds', 'milliseconds']) })

const Source = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9._-]+$/, 'use letters, digits, dot, dash and underscore')
      .max(40),
    namespaces: z.array(KubernetesName).min(1).optional(),
    services: z
      .array(z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'write namespace/name'))
      .min(1)
      .optional(),
    requests: PromQl,
    buckets: Buckets.optional(),
    labels: z.strictObject({
      namespace: LabelName.optional(),
      service: LabelName.optional(),
      version: z.union([LabelName, z.strictObject({ label: LabelName, pattern: Pattern })]).optional(),
      code: LabelName.optional(),
      grpcStatus: LabelName.optional(),
      source: LabelName.optional(),
      sourceNamespace: LabelName.optional(),
    }),
    failures: Pattern.optional(),
  })
  .superRefine(({ namespaces = [], services = [], labels, failures }, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (namespaces.length === 0 && services.length === 0)
      refuse(['namespaces'], 'name namespaces, or services')
    const places = new Set([...namespaces, ...services.map((each) => each.split('/')[0])])
    if (labels.namespace === undefined && places.size > 1)
      refuse(['labels', 'namespace'], 'is needed where there are several namespaces')
    if (labels.service === undefined && (namespaces.length > 0 || services.length > 1))
      refuse(['labels', 'service'], 'is needed where there may be several services')
    if (failures !== undefined && labels.code === undefined)
      refuse(['labels', 'code'], 'is needed for failures')
  })

const MetricsFile = z
  .strictObject({ sources: z.array(Source).max(mostSources) })
  .superRefine(({ sources }, context) => {
    const seen = new Map<string, string>()
    for (const [index, { name, namespaces = [], services = [] }] of sources.entries()) {
      // A service in a namespace of another source would be counted twice.
      for (const place of [`the name ${name}`, ...namespaces, ...services]) {
        const other = seen.get(place) ?? seen.get(place.split('/')[0] ?? '')
        if (other !== undefined)
          context.addIssue({
            code: 'custom',
            path: ['sources', String(index)],
            message: `${place} is in ${other} too`,
          })
      }
      for (const place of [`the name ${name}`, ...namespaces, ...services]) seen.set(place, name)
    }
  })

/** Parses the text of the metrics file; throws an error that names the field and says what is wrong with it. */
export function parseMetricsFile(text: string): CustomSource[] {
  const result = MetricsFile.safeParse(readYaml(text))
  if (!result.success)
    throw unacceptable(
      result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    )
  return result.data.sources.map(
    ({ namespaces = [], services = [], labels, buckets, failures, ...rest }) => ({
      ...rest,
      namespaces,
      services: services.map((each) => {
        const [namespace = '', name = ''] = each.split('/')
        return { namespace, name }
      }),
      labels: {
        ...labels,
        version: typeof labels.version === 'string' ? { label: labels.version } : labels.version,
      },
      ...(failures === undefined ? {} : { failures }),
      ...(buckets === undefined
        ? {}
        : { buckets: { ...buckets.query, unitMs: buckets.unit === 'seconds' ? 1000 : 1 } }),
    }),
  )
}

function readYaml(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw unacceptable(error instanceof Error ? error.message : String(error))
  }
}

const unacceptable = (what: string) =>
  new Error(`The metrics file (AVIARY_METRICS) is not acceptable: ${what}`)
