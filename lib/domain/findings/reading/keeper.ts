import type { KubeObject } from '../../kube'

const applying: Readonly<Record<string, string>> = {
  'kubectl-client-side-apply': 'kubectl apply',
  kubectl: 'kubectl apply',
  'argocd-controller': 'Argo CD',
  'argocd-application-controller': 'Argo CD',
  'kustomize-controller': 'Flux',
  'helm-controller': 'Flux',
  helm: 'Helm',
}

/** The tool that applies an object's manifest again at each deploy, by its marks or the last writer. */
export function keeperOf({ metadata, lastWriter }: KubeObject): string | undefined {
  const { labels = {}, annotations = {} } = metadata
  if ('argocd.argoproj.io/tracking-id' in annotations || 'argocd.argoproj.io/instance' in labels)
    return 'Argo CD'
  if ('kustomize.toolkit.fluxcd.io/name' in labels || 'helm.toolkit.fluxcd.io/name' in labels) return 'Flux'
  if ('meta.helm.sh/release-name' in annotations) return 'Helm'
  return lastWriter === undefined || !Object.hasOwn(applying, lastWriter.manager)
    ? undefined
    : applying[lastWriter.manager]
}
