import { parse } from 'yaml'
import { z } from 'zod'
import { callEvents } from '../domain/release/call'
import type { CallTarget } from '../domain/release/call-target'
import { secretFile } from '../env'

/** A target with what only the sender needs. */
export interface AddressedTarget extends CallTarget {
  url: string
  /** Read at each call, so that a rotated file is seen. */
  secret: () => string
}

const shortestSecret = 16
const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

const Address = z.url({ protocol: /^https?$/ }).refine((text) => {
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || loopback.has(hostname)
}, 'must be https, except on loopback')
const Scope = z
  .strictObject({
    cluster: z.string().default('*'),
    namespace: z.string().default('*'),
    service: z.string().default('*'),
  })
  .default({ cluster: '*', namespace: '*', service: '*' })
const Target = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9._-]+$/, 'use letters, digits, dot, dash and underscore')
      .max(60),
    url: Address,
    secret: z.string().optional(),
    secretFile: z.string().min(1).optional(),
    events: z.array(z.enum(callEvents)).min(1).optional(),
    scope: Scope,
  })
  .refine(
    ({ secret, secretFile: file }) => (secret === undefined) !== (file === undefined),
    'name either a secret or a secretFile',
  )
const TargetsFile = z
  .strictObject({ targets: z.array(Target) })
  .refine(
    ({ targets }) => new Set(targets.map(({ name }) => name)).size === targets.length,
    'every target needs a name of its own',
  )

/** Parses the text of the calls file; throws an error that says which part is wrong, never with a secret. */
export function parseTargets(text: string): AddressedTarget[] {
  const result = TargetsFile.safeParse(parse(text))
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The calls file is not acceptable: ${lines.join('; ')}`)
  }
  return result.data.targets.map(({ name, url, events, scope, ...given }) => {
    const secret = () => given.secret ?? secretFile(given.secretFile ?? '')
    if (secret().length < shortestSecret)
      throw new Error(
        `The calls file is not acceptable: the secret of ${name} has less than ${shortestSecret} characters`,
      )
    return { name, url, scope, secret, ...(events ? { events } : {}) }
  })
}
