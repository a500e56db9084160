import type { Capabilities } from '@/lib/domain/traffic/model'

const SHARED = {
  mirror: false,
  match: false,
  fault: false,
  addVersion: false,
  scale: true,
} as const

const SHARED_NOTES = {
  mirror: 'A Service of plain Kubernetes cannot copy requests; that needs a proxy.',
  match: 'A Service of plain Kubernetes does not look into requests; that needs a proxy.',
  fault: 'A Service of plain Kubernetes cannot delay or refuse requests; that needs a proxy.',
  addVersion: 'A Deployment already is a version here: start one whose pods the Service selects.',
} as const

const NOT_SWITCHABLE =
  'The selector of this Service pins no version that another one could take the place of. Move traffic by replicas.'

/** What a Service can do at best. */
export const KUBERNETES_CAPABILITIES: Capabilities = {
  ...SHARED,
  weights: true,
  cutOver: true,
  notes: SHARED_NOTES,
}

/** What this Service can do: `fixed` is why its pods cannot be moved between versions. */
export function capabilitiesOf(fixed: string | undefined, switchable: boolean): Capabilities {
  return {
    ...SHARED,
    weights: fixed === undefined,
    cutOver: switchable,
    notes: {
      ...SHARED_NOTES,
      ...(fixed === undefined
        ? { weights: 'Traffic follows the number of pods: this scales Deployments under a fixed total.' }
        : { weights: fixed }),
      ...(switchable ? {} : { cutOver: NOT_SWITCHABLE }),
    },
  }
}
