// plants: kubernetes-client-stays-in-kube-and-traffic
import { KubeConfig } from '@kubernetes/client-node'
export const config = new KubeConfig()
