import type { Capabilities } from '@/lib/domain/traffic/model'

/** What Aviary can do to a VirtualService so far. Istio mirrors by fractions of a percent; whole ones are offered. */
export const ISTIO_CAPABILITIES: Capabilities = {
  weights: true,
  mirror: { percentStep: 1 },
  match: false,
  fault: false,
  cutOver: false,
  addVersion: true,
}
