import { cookiePatterns } from '../cookie-pattern'

/**
 * The Gateway API has no match on cookies, only on the Cookie header as a whole. The pattern is anchored at both ends,
 * so that it means the same to those who search (Traefik) and to those who match in full (Envoy).
 */
export const cookies = cookiePatterns(String.raw`^(?:.*;\s*)?`, String.raw`(?:;.*)?$`)
