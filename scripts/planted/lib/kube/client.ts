// plants: nothing
import { KubeConfig } from '@kubernetes/client-node'
export const empty = new KubeConfig()
