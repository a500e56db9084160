import type { RolloutDto } from '@/lib/contracts/rollouts'

/** A rolling update of a Deployment, two of five pods in. */
export function rolloutOf(more: Partial<RolloutDto> = {}): RolloutDto {
  return {
    id: 'eu~deployment~kiosk~poster',
    cluster: 'eu',
    namespace: 'kiosk',
    tool: 'kubernetes',
    kind: 'rolling',
    service: { cluster: 'eu', namespace: 'kiosk', name: 'poster' },
    workload: { kind: 'Deployment', name: 'poster' },
    state: 'progressing',
    from: { version: 'v1', revision: '3', images: ['registry.example:5000/kiosk/poster:1.4.0'] },
    to: { version: 'v2', revision: '4', images: ['registry.example:5000/kiosk/poster:2.0.0'] },
    desired: 5,
    updated: 2,
    ready: 5,
    available: 5,
    limits: { maxSurge: '25%', maxUnavailable: '25%' },
    message: '2 of 5 pods are new',
    since: '2026-09-01T11:30:00Z',
    allowed: ['pause', 'undo'],
    note: 'Kubernetes rolls this out by itself.',
    revision: 'abc',
    ...more,
  }
}
