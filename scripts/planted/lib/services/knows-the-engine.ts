// plants: services-import-domain-and-contracts
import { chicken } from '../engine/chicken'
export const bird = chicken
