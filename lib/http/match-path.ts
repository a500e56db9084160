import type { AnyEndpoint, Method } from './endpoint'

export interface RouteEntry {
  /** As in API.md, with `{param}` segments, below /api/v1. */
  path: string
  methods: Partial<Record<Method, AnyEndpoint>>
}

/** Finds the entry for a path below /api/v1, literal segments before parameters. Undefined when unknown. */
export function matchPath(
  table: readonly RouteEntry[],
  pathname: string,
): { entry: RouteEntry; params: Record<string, string> } | undefined {
  const segments = decode(pathname)
  if (!segments) return undefined
  let best: { entry: RouteEntry; params: Record<string, string>; literals: number } | undefined
  for (const entry of table) {
    const params = bind(entry.path.split('/').filter(Boolean), segments)
    if (!params) continue
    const literals = segments.length - Object.keys(params).length
    if (!best || literals > best.literals) best = { entry, params, literals }
  }
  return best
}

function bind(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment
    else if (part !== segment) return undefined
  }
  return params
}

function decode(pathname: string): string[] | undefined {
  const raw = pathname.split('/').slice(1)
  if (raw.some((segment) => segment === '')) return undefined
  try {
    return raw.map(decodeURIComponent)
  } catch {
    return undefined
  }
}
