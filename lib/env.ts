import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { identityModes } from './domain/kubernetes/identity'

const loopback = (url: URL) => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
const httpUrl = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))
/** Credentials have settings of their own, which are kept from answers and logs. */
const bareUrl = httpUrl.refine((text) => {
  const { username, password, search, hash } = new URL(text)
  return username + password + search + hash === ''
}, 'must hold no user, password, query or fragment')
const secureUrl = httpUrl.refine((text) => {
  const url = new URL(text)
  return url.protocol === 'https:' || loopback(url)
}, 'must be https, except on loopback')

const signingAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
] as const
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`)

/** A pair of settings that mean nothing without one another. */
const together: readonly (readonly [keyof Access, keyof Access])[] = [
  ['AVIARY_CHECKPOINT_KEY', 'AVIARY_CHECKPOINT_FILE'],
  ['PROMETHEUS_BASIC_USER', 'PROMETHEUS_BASIC_PASSWORD_FILE'],
  ['PROMETHEUS_CLIENT_CERT_FILE', 'PROMETHEUS_CLIENT_KEY_FILE'],
]
const certificates = [
  'PROMETHEUS_CLIENT_CERT_FILE',
  'PROMETHEUS_CLIENT_KEY_FILE',
  'PROMETHEUS_CA_FILE',
] as const

interface Access {
  AVIARY_CHECKPOINT_KEY?: string | undefined
  AVIARY_CHECKPOINT_FILE?: string | undefined
  PROMETHEUS_URL: string
  PROMETHEUS_BEARER_TOKEN_FILE?: string | undefined
  PROMETHEUS_BASIC_USER?: string | undefined
  PROMETHEUS_BASIC_PASSWORD_FILE?: string | undefined
  PROMETHEUS_CLIENT_CERT_FILE?: string | undefined
  PROMETHEUS_CLIENT_KEY_FILE?: string | undefined
  PROMETHEUS_CA_FILE?: string | undefined
}

/** What is half configured, or would be left out in silence. */
function checkAccess(access: Access, refuse: (name: keyof Access, message: string) => void): void {
  for (const [one, other] of together) {
    if (access[one] !== undefined && access[other] === undefined) refuse(other, `goes with ${one}`)
    if (access[other] !== undefined && access[one] === undefined) refuse(one, `goes with ${other}`)
  }
  if (access.PROMETHEUS_BEARER_TOKEN_FILE !== undefined && access.PROMETHEUS_BASIC_USER !== undefined)
    refuse('PROMETHEUS_BEARER_TOKEN_FILE', 'cannot be sent together with PROMETHEUS_BASIC_USER')
  if (access.PROMETHEUS_URL.startsWith('https:')) return
  for (const name of certificates)
    if (access[name] !== undefined) refuse(name, 'means nothing unless PROMETHEUS_URL is https')
}

/** Names that nobody is asked about. */
function checkNames(
  settings: {
    KUBERNETES_IDENTITY: string
    KUBERNETES_USER_CLAIM: string
    KUBERNETES_USER_CLAIM_FROM: string
    KUBERNETES_USER_PREFIX: string
    KUBERNETES_GROUPS_PREFIX: string
  },
  refuse: (name: string, message: string) => void,
): void {
  const byInfo = settings.KUBERNETES_USER_CLAIM_FROM === 'userinfo'
  if (byInfo && settings.KUBERNETES_USER_CLAIM === 'sub')
    refuse('KUBERNETES_USER_CLAIM_FROM', 'goes with a KUBERNETES_USER_CLAIM: every ID token has a sub')
  if (settings.KUBERNETES_IDENTITY === 'sar') return
  const message = 'means nothing unless KUBERNETES_IDENTITY is sar'
  if (settings.KUBERNETES_USER_CLAIM !== 'sub') refuse('KUBERNETES_USER_CLAIM', message)
  if (settings.KUBERNETES_USER_PREFIX !== '') refuse('KUBERNETES_USER_PREFIX', message)
  if (settings.KUBERNETES_GROUPS_PREFIX !== '') refuse('KUBERNETES_GROUPS_PREFIX', message)
}

const Environment = z.object({
  KUBECONFIG: z.string().min(1).optional(),
  KUBERNETES_SERVICE_HOST: z.string().optional(),
  PROMETHEUS_URL: bareUrl,
  PROMETHEUS_BEARER_TOKEN_FILE: z.string().min(1).optional(),
  PROMETHEUS_BASIC_USER: z.string().min(1).optional(),
  PROMETHEUS_BASIC_PASSWORD_FILE: z.string().min(1).optional(),
  PROMETHEUS_CLIENT_CERT_FILE: z.string().min(1).optional(),
  PROMETHEUS_CLIENT_KEY_FILE: z.string().min(1).optional(),
  PROMETHEUS_CA_FILE: z.string().min(1).optional(),
  /** Label matchers that every query carries. */
  PROMETHEUS_MATCHERS: z.string().min(1).optional(),
  /** Telemetry that operators describe. */
  AVIARY_METRICS: z.string().min(1).optional(),
  /** Traefik's own API, to know which of its routes it cannot run. */
  TRAEFIK_API_URL: httpUrl.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  OIDC_ISSUER: secureUrl,
  OIDC_CLIENT_ID: z.string().min(1),
  OIDC_CLIENT_SECRET: z.string().min(1),
  OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  OIDC_SCOPES: z.string().default('openid profile email groups'),
  /** The only signature of ID tokens and logout tokens that is accepted. */
  OIDC_SIGNING_ALG: z.enum(signingAlgorithms).default('RS256'),
  NEXTAUTH_URL: secureUrl,
  NEXTAUTH_SECRET: z.string().min(32, 'must be at least 32 characters of randomness'),
  /** Minutes without a request after which a session ends. */
  SESSION_IDLE_MINUTES: wholeNumber(5, 1440).default(60),
  /** Hours after which a session ends in any case. */
  SESSION_HOURS: wholeNumber(1, 24).default(8),
  AVIARY_POLICY: z.string().min(1),
  /** Targets of outgoing webhooks. */
  AVIARY_CALLS: z.string().min(1).optional(),
  /** Links to other tools on the page of a service. */
  AVIARY_LINKS: z.string().min(1).optional(),
  /** The signer's public key and the file that it leaves checkpoints in. */
  AVIARY_CHECKPOINT_KEY: z.string().min(1).optional(),
  AVIARY_CHECKPOINT_FILE: z.string().min(1).optional(),
  AVIARY_ENGINE: z.enum(['on', 'off']).default('on'),
  /** Aviary's own metrics on a port of their own, which asks nobody who they are. */
  OWN_METRICS_PORT: wholeNumber(1, 65_535).optional(),
  OWN_METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  /** In whose name the cluster is written to, and who is asked before it. */
  KUBERNETES_IDENTITY: z.enum(identityModes).default('service-account'),
  /** How Kubernetes calls the people of the identity provider; for KUBERNETES_IDENTITY=sar. */
  KUBERNETES_USER_CLAIM: z.string().min(1).default('sub'),
  /** Whether userinfo is asked where the ID token lacks that claim. */
  KUBERNETES_USER_CLAIM_FROM: z.enum(['id-token', 'userinfo']).default('id-token'),
  KUBERNETES_USER_PREFIX: z.string().default(''),
  KUBERNETES_GROUPS_PREFIX: z.string().default(''),
  /** `development` under `next dev`. */
  NODE_ENV: z.string().default('production'),
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
  const result = Environment.superRefine((settings, context) => {
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message })
    checkAccess(settings, refuse)
    checkNames(settings, refuse)
  }).safeParse(process.env)
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
