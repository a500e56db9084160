/** Values that a template of a link may name in braces. */
export const linkPlaceholders = [
  'cluster',
  'namespace',
  'service',
  'version',
  'from',
  'to',
  'window',
] as const
export type LinkPlaceholder = (typeof linkPlaceholders)[number]

/** A link to another tool, such as Grafana, for the services of its scope. */
export interface LinkTemplate {
  name: string
  /** An address of http or https; places in braces stand behind the host. */
  url: string
  /** `*` is any. */
  scope: { cluster: string; namespace: string; service: string }
}

/** Dots alone climb the path; half a surrogate pair has no encoding. */
const unusable = /^\.{1,2}$|\p{Surrogate}/u
const place = /\{([^{}]*)\}/g

/** The names in braces, known or not. */
export function placeholdersOf(url: string): string[] {
  return [...url.matchAll(place)].map(([, name = '']) => name)
}

/** Why a template is not acceptable; undefined where it is. */
export function templateProblem(url: string): string | undefined {
  const unknown = placeholdersOf(url).filter((name) => !isPlaceholder(name))
  if (unknown.length > 0)
    return `knows no {${unknown.join('}, {')}}; use {${linkPlaceholders.join('}, {')}}, and write other braces as %7B and %7D`
  if (/[{}]/.test(url.replace(place, ''))) return 'has a brace without its other one; write it as %7B or %7D'
  // The parts that decide where a link leads are the file's alone.
  const origin = /^https?:\/\/[^/?#\\\s]+/i.exec(url)?.[0]
  if (origin === undefined || /\s/.test(url)) return 'must be an address of http or https without spaces'
  if (origin.includes('{')) return 'may have places in braces only behind the host'
  const parsed = parsedUrl(url.replace(place, 'x'))
  if (parsed === undefined) return 'is no address'
  if (parsed.username !== '' || parsed.password !== '') return 'must not hold a user name or a password'
  return undefined
}

/**
 * The address with its values, each percent-encoded whole, so that none can end its part of the address. Undefined where
 * the template names a value that is not there, or one (`.`, `..`) that browsers take for a step up the path.
 */
export function expandLink(
  url: string,
  values: Readonly<Partial<Record<LinkPlaceholder, string>>>,
): string | undefined {
  const wanted = placeholdersOf(url).map((name) => (isPlaceholder(name) ? values[name] : undefined))
  if (wanted.some((value) => value === undefined || value === '' || unusable.test(value))) return undefined
  return url.replace(place, (_all, name: string) => encoded((isPlaceholder(name) ? values[name] : '') ?? ''))
}

function isPlaceholder(name: string): name is LinkPlaceholder {
  return (linkPlaceholders as readonly string[]).includes(name)
}

/** Besides what a component escapes, the marks that end strings in query languages and in HTML. */
function encoded(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function parsedUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
