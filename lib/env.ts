import { readFileSync } from 'node:fs'
import { z } from 'zod'

const loopback = (url: URL) => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
const httpUrl = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))
const secureUrl = httpUrl.refine((text) => {
  const url = new URL(text)
  return url.protocol === 'https:' || loopback(url)
}, 'must be https, except on loopback')

const Environment = z.object({
  KUBECONFIG: z.string().min(1).optional(),
  KUBERNETES_SERVICE_HOST: z.string().optional(),
  PROMETHEUS_URL: httpUrl,
  PROMETHEUS_BEARER_TOKEN_FILE: z.string().optional(),
  PROMETHEUS_BASIC_USER: z.string().optional(),
  PROMETHEUS_BASIC_PASSWORD_FILE: z.string().optional(),
  /** Traefik's own API, to know which of its routes it cannot run. */
  TRAEFIK_API_URL: httpUrl.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  OIDC_ISSUER: secureUrl,
  OIDC_CLIENT_ID: z.string().min(1),
  OIDC_CLIENT_SECRET: z.string().min(1),
  OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  OIDC_SCOPES: z.string().default('openid profile email groups'),
  NEXTAUTH_URL: secureUrl,
  NEXTAUTH_SECRET: z.string().min(32, 'must be at least 32 characters of randomness'),
  AVIARY_POLICY: z.string().min(1),
  /** Targets of outgoing webhooks. */
  AVIARY_CALLS: z.string().min(1).optional(),
  /** Links to other tools on the page of a service. */
  AVIARY_LINKS: z.string().min(1).optional(),
  AVIARY_ENGINE: z.enum(['on', 'off']).default('on'),
  AVIARY_METRICS_TOKEN_FILE: z.string().optional(),
  KUBERNETES_IDENTITY: z.enum(['service-account']).default('service-account'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

export type Env = z.infer<typeof Environment>

let parsed: Env | undefined

/**
 * The server's settings, read once. Throws one error that names every missing or wrong variable,
 * so that a half-configured process never answers a request.
 */
export function env(): Env {
  if (parsed) return parsed
  const result = Environment.safeParse(process.env)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`Aviary is not configured:\n${lines.join('\n')}`)
  }
  if (!result.data.KUBECONFIG && !result.data.KUBERNETES_SERVICE_HOST)
    throw new Error('Aviary is not configured:\n  KUBECONFIG: set it, or run inside a cluster')
  parsed = result.data
  return parsed
}

/** A secret from a mounted file, without the line end. */
export function secretFile(path: string): string {
  return readFileSync(path, 'utf8').trimEnd()
}
