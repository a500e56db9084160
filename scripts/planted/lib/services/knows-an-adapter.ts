// plants: services-import-domain-and-contracts
import { empty } from '../kube/client'
export const config = empty
