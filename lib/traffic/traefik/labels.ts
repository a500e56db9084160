import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Entry } from './schema'

const PROVIDER = '@kubernetescrd'

/** Traefik's name of the router of one rule of an IngressRoute (makeServiceKey in pkg/provider/kubernetes/crd). */
export function routerLabel(namespace: string, ingressRoute: string, match: string): string {
  const hash = bytesToHex(sha256(utf8ToBytes(match))).slice(0, 20)
  return `${normalize(`${namespace}-${ingressRoute}-${hash}`)}${PROVIDER}`
}

/** Traefik's name of a Service reference, the port as written; undefined without a port, which Traefik refuses. */
export function leafLabel({ namespace, name, port }: Entry): string | undefined {
  return port === undefined ? undefined : `${normalize(`${namespace}-${name}-${port}`)}${PROVIDER}`
}

/** Normalize in pkg/provider: runs of anything but letters and numbers become one dash, none at the ends. */
function normalize(text: string): string {
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .join('-')
}
