import { createHash } from 'node:crypto'

/** Traefik's Normalize: runs of anything but letters and digits become one dash (pkg/provider). */
export function normalize(text: string): string {
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .join('-')
}

/** The first 20 hex digits of the rule's SHA-256, which set apart the routers of one object. */
export function ruleHash(rule: string): string {
  return createHash('sha256').update(rule).digest('hex').slice(0, 20)
}

/** Label of a Service reference as a leaf: `<namespace>-<service>-<port as written>@kubernetescrd`. */
export function leafLabel(namespace: string, service: string, port: number | string): string {
  return `${normalize(`${namespace}-${service}-${port}`)}@kubernetescrd`
}

/** Label of a TraefikService; seen in router metrics only. */
export function traefikServiceLabel(namespace: string, name: string): string {
  return `${normalize(`${namespace}-${name}`)}@kubernetescrd`
}

/** Name of the router of an IngressRoute's rule; a rule with one Service gives the leaf this name too. */
export function ingressRouterName(namespace: string, ingressRoute: string, rule: string): string {
  return `${normalize(`${namespace}-${ingressRoute}-${ruleHash(rule)}`)}@kubernetescrd`
}

/** Label of an HTTPRoute's backend Service. */
export function backendLabel(namespace: string, service: string, port: number): string {
  return `${normalize(`${namespace}-${service}-http-${port}`)}@kubernetesgateway`
}
