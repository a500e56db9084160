import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Env } from '@/lib/env'
import { prometheusAccess } from './from-environment'

const least: Env = {
  KUBECONFIG: '/kubeconfig',
  PROMETHEUS_URL: 'https://prometheus.example',
  DATABASE_URL: 'postgresql://a@localhost/b',
  OIDC_ISSUER: 'https://issuer.example',
  OIDC_CLIENT_ID: 'a',
  OIDC_CLIENT_SECRET: 'b',
  OIDC_GROUPS_CLAIM: 'groups',
  OIDC_SCOPES: 'openid',
  OIDC_SIGNING_ALG: 'RS256',
  SESSION_IDLE_MINUTES: 60,
  SESSION_HOURS: 8,
  NEXTAUTH_URL: 'https://aviary.example',
  NEXTAUTH_SECRET: 'x'.repeat(32),
  AVIARY_POLICY: '/policy',
  AVIARY_ENGINE: 'on',
  OWN_METRICS_HOST: '127.0.0.1',
  KUBERNETES_IDENTITY: 'service-account',
  KUBERNETES_USER_CLAIM: 'sub',
  KUBERNETES_USER_CLAIM_FROM: 'id-token',
  KUBERNETES_USER_PREFIX: '',
  KUBERNETES_GROUPS_PREFIX: '',
  LOG_LEVEL: 'info',
  NODE_ENV: 'production',
}

function folder() {
  const dir = mkdtempSync(join(tmpdir(), 'aviary-access-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return (name: string, text: string) => {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  }
}

test('secrets and certificates are read anew each time', () => {
  const write = folder()
  const { auth, tls, matchers } = prometheusAccess({
    ...least,
    PROMETHEUS_BEARER_TOKEN_FILE: write('token', 'one\n'),
    PROMETHEUS_CLIENT_CERT_FILE: write('cert', 'c1'),
    PROMETHEUS_CLIENT_KEY_FILE: write('key', 'k1'),
    PROMETHEUS_MATCHERS: 'cluster="prod"',
  })
  const token = () => (auth?.type === 'bearer' ? auth.token() : undefined)
  expect([token(), tls?.()]).toEqual(['one', { cert: 'c1', key: 'k1' }])
  write('token', 'two')
  write('cert', 'c2')
  expect([token(), tls?.()]).toEqual(['two', { cert: 'c2', key: 'k1' }])
  expect(matchers).toEqual([{ label: 'cluster', op: '=', value: 'prod' }])
})

test('without any of it there is none', () => {
  expect(prometheusAccess(least)).toEqual({
    url: 'https://prometheus.example',
    auth: undefined,
    tls: undefined,
    matchers: [],
  })
})

test.each([
  [{ PROMETHEUS_CA_FILE: '/nowhere/ca.crt' }, 'PROMETHEUS_CA_FILE: ENOENT'],
  [{ PROMETHEUS_BEARER_TOKEN_FILE: '/nowhere/token' }, 'PROMETHEUS_BEARER_TOKEN_FILE: ENOENT'],
  [{ PROMETHEUS_MATCHERS: 'cluster=prod' }, 'PROMETHEUS_MATCHERS: “cluster=prod” is no label matcher'],
])('%j is refused by the name of its variable', (more, words) => {
  expect(() => prometheusAccess({ ...least, ...more })).toThrow(words)
})
