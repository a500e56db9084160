/**
 * The value of a claim: under its exact name first (Auth0's `https://example.com/groups` and Cognito's `cognito:groups`
 * hold dots and colons), else along a dotted path, whose parts may hold dots too (`resource_access.my.client.roles`).
 */
export function claimValue(claims: unknown, name: string): unknown {
  if (!isObject(claims)) return undefined
  if (Object.hasOwn(claims, name)) return claims[name]
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const head = name.slice(0, dot)
    const found = Object.hasOwn(claims, head) ? claimValue(claims[head], name.slice(dot + 1)) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
