import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const least = {
  KUBECONFIG: '/kubeconfig',
  PROMETHEUS_URL: 'https://prometheus.example/tenant/',
  DATABASE_URL: 'postgresql://a@localhost/b',
  OIDC_ISSUER: 'https://issuer.example',
  OIDC_CLIENT_ID: 'a',
  OIDC_CLIENT_SECRET: 'b',
  NEXTAUTH_URL: 'https://aviary.example',
  NEXTAUTH_SECRET: 'x'.repeat(32),
  AVIARY_POLICY: '/policy',
}

beforeEach(() => vi.resetModules())
afterEach(() => vi.unstubAllEnvs())

async function envWith(more: Record<string, string>) {
  for (const name of Object.keys(process.env))
    if (/^(PROMETHEUS|AVIARY|KUBE|OIDC|NEXTAUTH|SESSION|OWN)/.test(name)) vi.stubEnv(name, undefined)
  for (const [name, value] of Object.entries({ ...least, ...more })) vi.stubEnv(name, value)
  const { env } = await import('./env')
  return env()
}

test.each([
  [{}],
  [{ PROMETHEUS_BEARER_TOKEN_FILE: '/t' }],
  [{ PROMETHEUS_BASIC_USER: 'u', PROMETHEUS_BASIC_PASSWORD_FILE: '/p' }],
  [{ PROMETHEUS_CLIENT_CERT_FILE: '/c', PROMETHEUS_CLIENT_KEY_FILE: '/k', PROMETHEUS_CA_FILE: '/ca' }],
  [{ PROMETHEUS_CA_FILE: '/ca', PROMETHEUS_BEARER_TOKEN_FILE: '/t' }],
  [{ KUBERNETES_IDENTITY: 'sar', KUBERNETES_USER_CLAIM: 'email', KUBERNETES_USER_PREFIX: 'oidc:' }],
  [{ KUBERNETES_IDENTITY: 'sar', KUBERNETES_USER_CLAIM: 'email', KUBERNETES_USER_CLAIM_FROM: 'userinfo' }],
  [{ KUBERNETES_IDENTITY: 'impersonate' }],
  [{ OWN_METRICS_HOST: '10.0.0.1' }],
])('whole settings are taken: %j', async (more) => {
  expect(await envWith(more)).toMatchObject({ ...more, PROMETHEUS_URL: 'https://prometheus.example/tenant' })
})

test.each([
  [{ PROMETHEUS_BASIC_USER: 'u' }, 'PROMETHEUS_BASIC_PASSWORD_FILE: goes with PROMETHEUS_BASIC_USER'],
  [{ PROMETHEUS_BASIC_PASSWORD_FILE: '/p' }, 'PROMETHEUS_BASIC_USER: goes with'],
  [
    { PROMETHEUS_CLIENT_CERT_FILE: '/c' },
    'PROMETHEUS_CLIENT_KEY_FILE: goes with PROMETHEUS_CLIENT_CERT_FILE',
  ],
  [{ PROMETHEUS_CLIENT_KEY_FILE: '/k' }, 'PROMETHEUS_CLIENT_CERT_FILE: goes with'],
  [{ AVIARY_CHECKPOINT_KEY: '/k' }, 'AVIARY_CHECKPOINT_FILE: goes with'],
  [{ AVIARY_CHECKPOINT_FILE: '/f' }, 'AVIARY_CHECKPOINT_KEY: goes with'],
  [
    {
      PROMETHEUS_BEARER_TOKEN_FILE: '/t',
      PROMETHEUS_BASIC_USER: 'u',
      PROMETHEUS_BASIC_PASSWORD_FILE: '/p',
    },
    'PROMETHEUS_BEARER_TOKEN_FILE: cannot be sent together',
  ],
  [
    { PROMETHEUS_URL: 'http://prometheus:9090', PROMETHEUS_CA_FILE: '/ca' },
    'PROMETHEUS_CA_FILE: means nothing unless PROMETHEUS_URL is https',
  ],
  [{ PROMETHEUS_URL: 'https://u:secret@prometheus.example' }, 'PROMETHEUS_URL: must hold no user'],
  [{ PROMETHEUS_URL: 'https://prometheus.example/?token=x' }, 'PROMETHEUS_URL: must hold no user'],
  [{ PROMETHEUS_MATCHERS: '' }, 'PROMETHEUS_MATCHERS'],
  [{ KUBERNETES_IDENTITY: 'both' }, 'KUBERNETES_IDENTITY'],
  [{ KUBERNETES_USER_CLAIM: 'email' }, 'KUBERNETES_USER_CLAIM: means nothing unless'],
  [
    { KUBERNETES_USER_CLAIM_FROM: 'userinfo' },
    'KUBERNETES_USER_CLAIM_FROM: goes with a KUBERNETES_USER_CLAIM',
  ],
  [{ KUBERNETES_USER_CLAIM_FROM: 'access-token' }, 'KUBERNETES_USER_CLAIM_FROM'],
  [
    { KUBERNETES_IDENTITY: 'impersonate', KUBERNETES_GROUPS_PREFIX: 'oidc:' },
    'KUBERNETES_GROUPS_PREFIX: means nothing unless',
  ],
  [{ AVIARY_METRICS: '' }, 'AVIARY_METRICS'],
])('half of it is refused: %j', async (more, words) => {
  await expect(envWith(more)).rejects.toThrow(words)
})

test('sessions have limits unless they are set, within bounds', async () => {
  expect(await envWith({})).toMatchObject({ SESSION_IDLE_MINUTES: 60, SESSION_HOURS: 8 })
  vi.resetModules()
  expect(await envWith({ SESSION_IDLE_MINUTES: '5', SESSION_HOURS: '24' })).toMatchObject({
    SESSION_IDLE_MINUTES: 5,
    SESSION_HOURS: 24,
  })
})

test.each([
  [{ NEXTAUTH_SECRET: '' }, 'NEXTAUTH_SECRET: must be at least 32 characters'],
  [{ NEXTAUTH_SECRET: 'x'.repeat(31) }, 'NEXTAUTH_SECRET: must be at least 32 characters'],
  [{ OIDC_ISSUER: 'http://issuer.example' }, 'OIDC_ISSUER: must be https, except on loopback'],
  [{ OIDC_ISSUER: 'issuer.example' }, 'OIDC_ISSUER'],
  [{ OIDC_ISSUER: '' }, 'OIDC_ISSUER'],
  [{ OIDC_CLIENT_SECRET: '' }, 'OIDC_CLIENT_SECRET'],
  [{ OIDC_SIGNING_ALG: 'none' }, 'OIDC_SIGNING_ALG'],
  [{ OIDC_SIGNING_ALG: 'HS256' }, 'OIDC_SIGNING_ALG'],
  [{ NEXTAUTH_URL: 'http://aviary.example' }, 'NEXTAUTH_URL: must be https, except on loopback'],
  [{ SESSION_IDLE_MINUTES: '4' }, 'SESSION_IDLE_MINUTES: must be from 5 to 1440'],
  [{ SESSION_IDLE_MINUTES: 'long' }, 'SESSION_IDLE_MINUTES: must be a whole number'],
  [{ SESSION_HOURS: '25' }, 'SESSION_HOURS: must be from 1 to 24'],
  [{ SESSION_HOURS: '0' }, 'SESSION_HOURS: must be from 1 to 24'],
  [{ SESSION_HOURS: '1.5' }, 'SESSION_HOURS: must be a whole number'],
])('with %j Aviary does not start', async (more: Record<string, string>, message) => {
  await expect(envWith(more)).rejects.toThrow(message)
})
