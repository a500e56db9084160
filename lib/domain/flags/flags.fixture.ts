import type { KubeObject } from '../kube'

/** A boolean flag in flagd's format, with `on` at a share or by default. */
export const booleanFlag = (defaultVariant: 'on' | 'off', onPercent?: number) => ({
  state: 'ENABLED',
  variants: { on: true, off: false },
  defaultVariant,
  ...(onPercent === undefined
    ? {}
    : { targeting: { fractional: [{ var: 'email' }, ['on', onPercent], ['off', 100 - onPercent]] } }),
})

/** A ConfigMap of flags as the watch brings it. */
export function flagMap(
  flags: Record<string, unknown> | string,
  extra: { name?: string; services?: string; writer?: string; at?: string } = {},
): Omit<KubeObject, 'metadata'> & { metadata: Partial<KubeObject['metadata']> & { name: string } } {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      namespace: 'shop',
      name: extra.name ?? 'checkout-flags',
      labels: { 'aviary.dev/feature-flags': 'true' },
      annotations: { 'aviary.dev/service': extra.services ?? 'checkout' },
    },
    data: { 'flags.json': typeof flags === 'string' ? flags : JSON.stringify({ flags }), 'notes.txt': '{' },
    lastWriter: { manager: extra.writer ?? 'kubectl-patch', time: extra.at ?? '2026-11-21T10:00:00Z' },
  }
}
