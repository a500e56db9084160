import type { KindId, ObjectRef } from './kube'

const core: Readonly<Record<string, KindId>> = {
  Namespace: 'namespaces',
  Service: 'services',
  Pod: 'pods',
  ConfigMap: 'configmaps',
  ResourceQuota: 'resourcequotas',
  EndpointSlice: 'endpointslices',
  Deployment: 'deployments',
  ReplicaSet: 'replicasets',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers',
  PodDisruptionBudget: 'poddisruptionbudgets',
  VirtualService: 'virtualservices',
  DestinationRule: 'destinationrules',
  ServiceEntry: 'serviceentries',
  Sidecar: 'sidecars',
  GatewayClass: 'gatewayclasses',
  HTTPRoute: 'httproutes',
  GRPCRoute: 'grpcroutes',
  TLSRoute: 'tlsroutes',
  TCPRoute: 'tcproutes',
  ReferenceGrant: 'referencegrants',
  IngressRoute: 'ingressroutes',
  TraefikService: 'traefikservices',
  Rollout: 'rollouts',
  Canary: 'canaries',
}

/** The short name of an object's kind; two groups have a Gateway. Undefined for kinds that Aviary does not watch. */
export function kindIdOf({ apiVersion, kind }: Pick<ObjectRef, 'apiVersion' | 'kind'>): KindId | undefined {
  if (kind === 'Gateway')
    return apiVersion.startsWith('gateway.networking.k8s.io/') ? 'k8sgateways' : 'istiogateways'
  return core[kind]
}
