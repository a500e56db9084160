import type { KubeObject } from '@/lib/domain/kube'
import type { Owner } from '@/lib/domain/traffic/model'

const FLAGGER = 'Flagger'
const ARGO_ROLLOUTS = 'Argo Rollouts'
const ROLLOUTS_ANNOTATION = 'argo-rollouts.argoproj.io/managed-by-rollouts'

/**
 * Who keeps a routing object, by owner references, labels, annotations and the last writer; `related` are the Services
 * that it sends to. Controllers that drive traffic are named before those that only sync.
 */
export function ownerOf(object: KubeObject, related: readonly KubeObject[] = []): Owner | undefined {
  return flagger(object) ?? argoRollouts(object, related) ?? argoCd(object) ?? flux(object) ?? helm(object)
}

/** Who keeps any of the objects that make a route: whoever drives one of them, else whoever keeps the first. */
export function ownerAmong(
  objects: readonly KubeObject[],
  related: readonly KubeObject[] = [],
): Owner | undefined {
  const owners = objects.flatMap((object) => ownerOf(object, related) ?? [])
  return owners.find(({ drives }) => drives === true) ?? owners[0]
}

function label(object: KubeObject, name: string): string | undefined {
  return object.metadata.labels?.[name]
}

function annotation(object: KubeObject, name: string): string | undefined {
  return object.metadata.annotations?.[name]
}

function writtenBy(object: KubeObject, ...managers: string[]): boolean {
  return object.lastWriter !== undefined && managers.includes(object.lastWriter.manager)
}

function flagger(object: KubeObject): Owner | undefined {
  const canary = object.metadata.ownerReferences?.find(
    ({ kind, apiVersion }) => kind === 'Canary' && apiVersion.startsWith('flagger.app/'),
  )
  const marked = label(object, 'app.kubernetes.io/managed-by')?.toLowerCase() === 'flagger'
  if (canary === undefined && !marked && !writtenBy(object, 'flagger')) return undefined
  return {
    tool: FLAGGER,
    name: canary?.name ?? object.metadata.name,
    drives: true,
    note: 'Flagger rebuilds this route from its Canary; an edit here will be undone.',
  }
}

function argoRollouts(object: KubeObject, related: readonly KubeObject[]): Owner | undefined {
  const marks = [object, ...related].map((each) => annotation(each, ROLLOUTS_ANNOTATION))
  const rollout = marks.find((mark) => mark !== undefined)
  if (rollout === undefined && !writtenBy(object, 'rollouts-controller', 'argo-rollouts')) return undefined
  return {
    tool: ARGO_ROLLOUTS,
    name: rollout ?? object.metadata.name,
    drives: true,
    note: 'Argo Rollouts sets these weights again as soon as anyone else changes them.',
  }
}

function argoCd(object: KubeObject): Owner | undefined {
  const tracked = annotation(object, 'argocd.argoproj.io/tracking-id')
  const application = tracked?.split(':')[0] ?? label(object, 'argocd.argoproj.io/instance')
  if (application === undefined && !writtenBy(object, 'argocd-controller', 'argocd-application-controller')) {
    return undefined
  }
  return {
    tool: 'Argo CD',
    name: application ?? label(object, 'app.kubernetes.io/instance') ?? object.metadata.name,
    note: 'The next sync of Argo CD puts back what Git says, unless it ignores the weights of this object.',
  }
}

function flux(object: KubeObject): Owner | undefined {
  for (const toolkit of ['kustomize', 'helm']) {
    const name = label(object, `${toolkit}.toolkit.fluxcd.io/name`)
    if (name === undefined && !writtenBy(object, `${toolkit}-controller`)) continue
    const namespace = label(object, `${toolkit}.toolkit.fluxcd.io/namespace`)
    const full = namespace === undefined ? name : `${namespace}/${name ?? object.metadata.name}`
    return {
      tool: 'Flux',
      name: full ?? object.metadata.name,
      note: 'The next reconciliation of Flux puts back what Git says, unless it is told to leave this object.',
    }
  }
  return undefined
}

function helm(object: KubeObject): Owner | undefined {
  const release = annotation(object, 'meta.helm.sh/release-name')
  const managed = label(object, 'app.kubernetes.io/managed-by') === 'Helm'
  if (release === undefined && !managed && !writtenBy(object, 'helm')) return undefined
  return {
    tool: 'Helm',
    name: release ?? label(object, 'app.kubernetes.io/instance') ?? object.metadata.name,
    note: 'The next upgrade of this Helm release may set the weights that its chart says.',
  }
}
