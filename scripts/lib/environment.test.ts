import { describe, expect, test } from 'vitest'
import { environmentFaults } from './environment.mjs'

const complete = {
  KUBECONFIG: '/kubeconfig',
  PROMETHEUS_URL: 'http://prometheus:9090',
  OIDC_ISSUER: 'https://sso.example',
  OIDC_CLIENT_ID: 'aviary',
  OIDC_CLIENT_SECRET: 'secret',
  NEXTAUTH_URL: 'https://aviary.example',
  NEXTAUTH_SECRET: 's'.repeat(32),
  AVIARY_POLICY: '/policy.yaml',
  DATABASE_URL: 'postgresql://aviary@db/aviary',
}
const faults = (change: Record<string, string | undefined>) =>
  environmentFaults({ ...complete, ...change }, (file) => ['/kubeconfig', '/policy.yaml'].includes(file))

describe('the environment of npm start', () => {
  test('a complete one has no fault', () => {
    expect(faults({})).toEqual([])
  })

  test('an empty one names everything at once', () => {
    const named = environmentFaults({}, () => true).map((line) => line.split(' ')[0])
    expect(named).toEqual([
      'KUBECONFIG',
      'PROMETHEUS_URL',
      'OIDC_ISSUER',
      'OIDC_CLIENT_ID',
      'OIDC_CLIENT_SECRET',
      'NEXTAUTH_URL',
      'NEXTAUTH_SECRET',
      'AVIARY_POLICY',
    ])
  })

  test.each([
    [{ KUBECONFIG: '/nowhere' }, 'KUBECONFIG: there is no file /nowhere'],
    [{ PROMETHEUS_URL: 'prometheus:9090' }, 'PROMETHEUS_URL is no http address'],
    [{ OWN_METRICS_PORT: '3000' }, 'OWN_METRICS_PORT is 3000, where the console is'],
    [{ OWN_METRICS_PORT: '9464', PORT: '9464' }, 'OWN_METRICS_PORT is 9464, where the console is'],
    [{ OWN_METRICS_PORT: 'tcp://10.0.0.1' }, 'OWN_METRICS_PORT is tcp://10.0.0.1: set it to a whole number'],
    [{ NEXTAUTH_SECRET: 'short' }, 'NEXTAUTH_SECRET is shorter than 32 characters'],
    [{ AVIARY_POLICY: '/nowhere.yaml' }, 'AVIARY_POLICY: there is no file /nowhere.yaml'],
    [{ AVIARY_CALLS: '/nowhere.yaml' }, 'AVIARY_CALLS: there is no file /nowhere.yaml'],
    [
      { AVIARY_CHECKPOINT_KEY: '/policy.yaml' },
      'AVIARY_CHECKPOINT_KEY and AVIARY_CHECKPOINT_FILE go together',
    ],
    [{ AVIARY_CHECKPOINT_FILE: '/later' }, 'AVIARY_CHECKPOINT_KEY and AVIARY_CHECKPOINT_FILE go together'],
    [
      { AVIARY_CHECKPOINT_KEY: '/nowhere.pub', AVIARY_CHECKPOINT_FILE: '/later' },
      'AVIARY_CHECKPOINT_KEY: there is no file /nowhere.pub',
    ],
    [{ AVIARY_LINKS: '/nowhere.yaml' }, 'AVIARY_LINKS: there is no file /nowhere.yaml'],
    [
      { DATABASE_URL: undefined, MIGRATE_DATABASE_URL: 'postgresql://o@db/a' },
      'DATABASE_URL is not set, but',
    ],
  ])('%j is one fault', (change, line) => {
    expect(faults(change)).toEqual([expect.stringContaining(line)])
  })

  test('one of several kubeconfig files is enough', () => {
    expect(faults({ KUBECONFIG: '/nowhere:/kubeconfig' })).toEqual([])
  })

  test('outside a cluster the database may be the embedded one, inside it may not', () => {
    expect(faults({ DATABASE_URL: undefined })).toEqual([])
    const inside = { KUBECONFIG: undefined, KUBERNETES_SERVICE_HOST: '10.0.0.1' }
    expect(faults(inside)).toEqual([])
    expect(faults({ ...inside, DATABASE_URL: undefined })).toEqual([
      expect.stringContaining('inside a cluster'),
    ])
  })
})
