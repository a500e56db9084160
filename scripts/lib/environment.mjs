import { existsSync } from 'node:fs'
import path from 'node:path'

const addressOf = { 'http:': true, 'https:': true }

/**
 * What is missing or wrong in the server's environment, as lines that say what to do; empty when it may start. The app
 * checks the same variables in depth (lib/env.ts); here all that lacks is named at once, before anything is started.
 */
export function environmentFaults(env, fileExists = existsSync) {
  const insideCluster = Boolean(env.KUBERNETES_SERVICE_HOST)
  return [
    ...clusterFaults(env, insideCluster, fileExists),
    ...address(env, 'PROMETHEUS_URL', 'the address of Prometheus, such as https://prometheus.example:9090'),
    ...address(
      env,
      'OIDC_ISSUER',
      'the address of your identity provider, exactly as in its discovery document',
    ),
    ...present(env, 'OIDC_CLIENT_ID', 'the id of the client that you registered there for Aviary'),
    ...present(env, 'OIDC_CLIENT_SECRET', "that client's secret"),
    ...address(env, 'NEXTAUTH_URL', 'the address at which browsers reach Aviary'),
    ...secretFaults(env),
    ...policyFaults(env, fileExists),
    ...optionalFileFaults(env, fileExists),
    ...identityFaults(env),
    ...numberFaults(env),
    ...ownPortFaults(env),
    ...checkpointFaults(env, fileExists),
    ...databaseFaults(env, insideCluster),
  ]
}

function clusterFaults(env, insideCluster, fileExists) {
  if (!env.KUBECONFIG) {
    return insideCluster
      ? []
      : ['KUBECONFIG is not set: name a kubeconfig file, or run Aviary inside the cluster']
  }
  const found = env.KUBECONFIG.split(path.delimiter).some((file) => fileExists(file))
  return found ? [] : [`KUBECONFIG: there is no file ${env.KUBECONFIG}`]
}

function numberFaults(env) {
  const bounds = {
    SESSION_IDLE_MINUTES: [5, 1440],
    SESSION_HOURS: [1, 24],
    OWN_METRICS_PORT: [1, 65_535],
  }
  return Object.entries(bounds).flatMap(([name, [least, most]]) => {
    const value = env[name]
    const fits = value === undefined || (/^\d{1,6}$/.test(value) && value >= least && value <= most)
    return fits ? [] : [`${name} is ${value}: set it to a whole number from ${least} to ${most}`]
  })
}

function ownPortFaults({ OWN_METRICS_PORT, PORT = '3000' }) {
  return OWN_METRICS_PORT === PORT ? [`OWN_METRICS_PORT is ${PORT}, where the console is`] : []
}

function identityFaults(env) {
  const choices = {
    KUBERNETES_IDENTITY: ['service-account', 'sar', 'impersonate'],
    KUBERNETES_USER_CLAIM_FROM: ['id-token', 'userinfo'],
  }
  return Object.entries(choices).flatMap(([name, values]) => {
    const value = env[name]
    return value === undefined || values.includes(value)
      ? []
      : [`${name} is ${value}: set it to ${values.join(', ')} or leave it out`]
  })
}

function present(env, name, meaning) {
  return env[name] ? [] : [`${name} is not set: ${meaning}`]
}

function address(env, name, meaning) {
  if (!env[name]) return present(env, name, meaning)
  return addressOf[URL.canParse(env[name]) && new URL(env[name]).protocol]
    ? []
    : [`${name} is no http address: set it to ${meaning}`]
}

function secretFaults(env) {
  const how = 'make one with: openssl rand -base64 48'
  if (!env.NEXTAUTH_SECRET) return [`NEXTAUTH_SECRET is not set: ${how}`]
  return env.NEXTAUTH_SECRET.length < 32 ? [`NEXTAUTH_SECRET is shorter than 32 characters: ${how}`] : []
}

function policyFaults(env, fileExists) {
  if (!env.AVIARY_POLICY) return ['AVIARY_POLICY is not set: name the YAML file that binds groups to roles']
  return fileExists(env.AVIARY_POLICY) ? [] : [`AVIARY_POLICY: there is no file ${env.AVIARY_POLICY}`]
}

/** Files that need not be there, but must be where they are named. */
function optionalFileFaults(env, fileExists) {
  return ['AVIARY_CALLS', 'AVIARY_LINKS'].flatMap((name) =>
    !env[name] || fileExists(env[name]) ? [] : [`${name}: there is no file ${env[name]}`],
  )
}

/** The signer's public key and the file that it leaves checkpoints in, which the signer may make later. */
function checkpointFaults(env, fileExists) {
  const { AVIARY_CHECKPOINT_KEY: key, AVIARY_CHECKPOINT_FILE: file } = env
  if (!key && !file) return []
  if (!key || !file)
    return ['AVIARY_CHECKPOINT_KEY and AVIARY_CHECKPOINT_FILE go together: set both, or neither']
  return fileExists(key) ? [] : [`AVIARY_CHECKPOINT_KEY: there is no file ${key}`]
}

function databaseFaults(env, insideCluster) {
  if (env.DATABASE_URL) return []
  if (insideCluster) {
    return [
      'DATABASE_URL is not set: inside a cluster Aviary needs a Postgres of yours, since its own would die with the pod',
    ]
  }
  return env.MIGRATE_DATABASE_URL
    ? [
        'DATABASE_URL is not set, but MIGRATE_DATABASE_URL is: set both, or neither to use the embedded Postgres',
      ]
    : []
}
