import type { HttpMatch, StringMatch } from './cluster-objects'
import { wholePattern } from './go-pattern'

/** What a rule may look at in one request. Header names are lower case. */
export interface Request {
  /** Stable for one simulated person; consistent hashing uses it. */
  user: number
  /** The client's IPv4 address. */
  ip: string
  path: string
  method: string
  headers: Readonly<Record<string, string>>
  query: Readonly<Record<string, string>>
}

/** Who sends the request, as far as a match may ask. `gateway` is `mesh` or `namespace/name`. */
export interface Caller {
  namespace: string
  labels: Readonly<Record<string, string>>
}

export type RequestTest = (request: Request, caller: Caller, gateway: string) => boolean

/** Compiles Istio's HTTPMatchRequest: all conditions of one entry must hold. */
export function compileMatch(match: HttpMatch, namespace: string, host: string): RequestTest {
  const tests: RequestTest[] = []
  if (match.uri) {
    const fold = match.ignoreUriCase === true
    const uri = compileString(match.uri, fold)
    tests.push((request) => uri(request.path))
  }
  if (match.method) {
    const method = compileString(match.method)
    tests.push((request) => method(request.method))
  }
  if (match.authority) {
    const authority = compileString(match.authority)
    tests.push(() => authority(host))
  }
  for (const [name, wanted] of Object.entries(match.headers ?? {})) {
    const test = compileString(wanted)
    const key = name.toLowerCase()
    tests.push((request) => test(request.headers[key]))
  }
  for (const [name, unwanted] of Object.entries(match.withoutHeaders ?? {})) {
    const test = compileString(unwanted)
    const key = name.toLowerCase()
    tests.push((request) => !test(request.headers[key]))
  }
  for (const [name, wanted] of Object.entries(match.queryParams ?? {})) {
    const test = compileString(wanted)
    tests.push((request) => test(request.query[name]))
  }
  if (match.sourceLabels) {
    const labels = Object.entries(match.sourceLabels)
    tests.push((_request, caller) => labels.every(([key, value]) => caller.labels[key] === value))
  }
  if (match.sourceNamespace !== undefined) {
    const wanted = match.sourceNamespace
    tests.push((_request, caller) => caller.namespace === wanted)
  }
  if (match.gateways) {
    const allowed = match.gateways.map((name) => qualifyGateway(name, namespace))
    tests.push((_request, _caller, gateway) => allowed.includes(gateway))
  }
  return (request, caller, gateway) => tests.every((test) => test(request, caller, gateway))
}

/** `mesh` stays; a bare gateway name belongs to the namespace of its VirtualService. */
export function qualifyGateway(name: string, namespace: string): string {
  return name === 'mesh' || name.includes('/') ? name : `${namespace}/${name}`
}

/** Istio's StringMatch; an empty one asks for presence. Regular expressions match the whole value (RE2). */
function compileString(match: StringMatch, ignoreCase = false): (value: string | undefined) => boolean {
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text)
  const { exact, prefix, regex } = match
  if (exact !== undefined) return (value) => value !== undefined && fold(value) === fold(exact)
  if (prefix !== undefined) return (value) => value !== undefined && fold(value).startsWith(fold(prefix))
  if (regex !== undefined) {
    // One that cannot be read matches nothing, as a proxy that rejected the route would.
    const pattern = wholePattern(regex, { ignoreCase })
    return (value) => value !== undefined && pattern !== undefined && pattern.test(value)
  }
  return (value) => value !== undefined
}
