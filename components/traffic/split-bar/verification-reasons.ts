import type { VerificationDto } from '@/lib/contracts/services'
import type { UnverifiableReason } from '@/lib/domain/judgement/split-verification'

const reasons: Readonly<Record<UnverifiableReason, string>> = {
  sticky: 'Callers keep the version that they got first, so requests do not follow the weights.',
  'several-rules':
    'The metrics of this service do not tell its rules apart; the shares of the whole service are under Versions.',
  'no-metrics': 'There are no metrics of this service.',
  overdispersed:
    'Requests come in bunches that stay together, such as long connections, and vary more than chance explains.',
  'unknown-version': 'This rule sends to a destination whose version the metrics do not know.',
  'gateway-only':
    'This route governs requests through its gateways only; the same figures hold those of callers inside the mesh.',
  mirrored: 'Copies of a mirror are counted with the requests of users.',
  'no-telemetry': 'Nothing that Aviary reads counts the requests of this route.',
  'counted-together':
    'The proxy counts all destinations of this rule as one, so nobody can tell their shares apart.',
}

/** The reason of a verification as a sentence: those that cannot be verified come as a code. */
export function verificationReason({ reason }: VerificationDto): string {
  return Object.entries(reasons).find(([code]) => code === reason)?.[1] ?? reason
}

/** Whether the shares that were observed are those of this rule, and may be drawn under its split. */
export function tellsRule({ state, reason }: VerificationDto): boolean {
  return (
    state !== 'unverifiable' ||
    (reason !== 'several-rules' && reason !== 'no-telemetry' && reason !== 'counted-together')
  )
}
