import { DomainError } from '../errors'
import type { Capabilities, Control, DataPlaneId, Move } from './model'

const controls: Readonly<Record<Move['kind'], Control>> = {
  'set-weights': 'weights',
  'add-version': 'addVersion',
  'remove-version': 'addVersion',
  'set-mirror': 'mirror',
  'remove-mirror': 'mirror',
  'set-match': 'match',
  'remove-match': 'match',
  'set-fault': 'fault',
  'remove-fault': 'fault',
  'cut-over': 'cutOver',
  scale: 'scale',
}

const planes: Readonly<Record<DataPlaneId, string>> = {
  istio: 'Istio',
  'gateway-api': 'The Gateway API',
  traefik: 'Traefik',
  kubernetes: 'A Service of plain Kubernetes',
}

/** The refusal of a move that a data plane, or one route of it, cannot do: code `unsupported`, with the reason noted. */
export function unsupportedMove(dataPlane: DataPlaneId, capabilities: Capabilities, move: Move): DomainError {
  const note = capabilities.notes?.[controls[move.kind]]
  return new DomainError('unsupported', note ?? `${planes[dataPlane]} cannot do this: ${move.kind}.`)
}
