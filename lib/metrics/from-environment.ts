import { secretFile, type Env } from '@/lib/env'
import type { MetricsAuth, PrometheusOptions } from './prometheus/client'
import type { TlsFiles } from './prometheus/connections'
import { parseMatchers } from './prometheus/matchers'
import type { Matcher } from './prometheus/promql'

type Access = Pick<PrometheusOptions, 'url' | 'auth' | 'tls' | 'matchers'>

const files = [
  'PROMETHEUS_BEARER_TOKEN_FILE',
  'PROMETHEUS_BASIC_PASSWORD_FILE',
  'PROMETHEUS_CLIENT_CERT_FILE',
  'PROMETHEUS_CLIENT_KEY_FILE',
  'PROMETHEUS_CA_FILE',
] as const

/** How Prometheus is reached. Throws an error that names the variable whose file cannot be read or whose text is wrong. */
export function prometheusAccess(settings: Env): Access {
  for (const name of files) {
    const path = settings[name]
    if (path === undefined) continue
    try {
      secretFile(path)
    } catch (error) {
      throw notConfigured(name, error)
    }
  }
  return {
    url: settings.PROMETHEUS_URL,
    auth: authOf(settings),
    tls: tlsOf(settings),
    matchers: matchersOf(settings),
  }
}

/** Secrets are read at each request, so that rotated files are seen. */
function authOf(settings: Env): MetricsAuth | undefined {
  const {
    PROMETHEUS_BEARER_TOKEN_FILE: tokenFile,
    PROMETHEUS_BASIC_USER: user,
    PROMETHEUS_BASIC_PASSWORD_FILE: passwordFile,
  } = settings
  if (tokenFile !== undefined) return { type: 'bearer', token: () => secretFile(tokenFile) }
  return user !== undefined && passwordFile !== undefined
    ? { type: 'basic', user, password: () => secretFile(passwordFile) }
    : undefined
}

function tlsOf(settings: Env): (() => TlsFiles) | undefined {
  const {
    PROMETHEUS_CLIENT_CERT_FILE: cert,
    PROMETHEUS_CLIENT_KEY_FILE: key,
    PROMETHEUS_CA_FILE: ca,
  } = settings
  if (cert === undefined && key === undefined && ca === undefined) return undefined
  return () => ({
    ...(cert === undefined ? {} : { cert: secretFile(cert) }),
    ...(key === undefined ? {} : { key: secretFile(key) }),
    ...(ca === undefined ? {} : { ca: secretFile(ca) }),
  })
}

function matchersOf({ PROMETHEUS_MATCHERS: text }: Env): Matcher[] {
  try {
    return text === undefined ? [] : parseMatchers(text)
  } catch (error) {
    throw notConfigured('PROMETHEUS_MATCHERS', error)
  }
}

function notConfigured(name: keyof Env, error: unknown): Error {
  const words = error instanceof Error ? error.message : String(error)
  return new Error(`Aviary is not configured:\n  ${name}: ${words}`, { cause: error })
}
