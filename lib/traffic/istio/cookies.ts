import { cookiePatterns } from '../cookie-pattern'

/** Istio matches no cookies, only the whole `cookie` header, which Envoy compares in full. */
export const cookies = cookiePatterns(String.raw`(.*;\s*)?`, '(;.*)?')
