interface Cookie {
  name: string
  value: string
  path: string
  /** Attributes in lower case, as they came. */
  attributes: string[]
}

export interface Page {
  url: string
  status: number
  headers: Headers
  text: string
}

/** A browser without scripts: keeps cookies as browsers do (by host, not port) and goes where it is sent. */
export interface Agent {
  get(url: string, headers?: Record<string, string>): Promise<Page>
  post(url: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Page>
  /** As the scripts of a page send it: without following redirects. */
  send(url: string, init: RequestInit): Promise<Page>
  cookie(name: string): Cookie | undefined
  cookieHeader(url: string): string
}

export function newAgent(): Agent {
  const jars = new Map<string, Cookie[]>()

  const cookieHeader = (url: string): string => {
    const { hostname, pathname } = new URL(url)
    return (jars.get(hostname) ?? [])
      .filter(({ path }) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  const keep = (url: string, response: Response): void => {
    const { hostname } = new URL(url)
    for (const line of response.headers.getSetCookie()) {
      const cookie = parseCookie(line)
      const rest = (jars.get(hostname) ?? []).filter(
        ({ name, path }) => name !== cookie.name || path !== cookie.path,
      )
      jars.set(hostname, isGone(cookie) ? rest : [...rest, cookie])
    }
  }

  const send = async (url: string, init: RequestInit): Promise<Page> => {
    const headers = new Headers(init.headers)
    headers.set('cookie', cookieHeader(url))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    keep(url, response)
    return { url, status: response.status, headers: response.headers, text: await response.text() }
  }

  const follow = async (page: Page): Promise<Page> => {
    let current = page
    for (let hops = 0; hops < 12; hops += 1) {
      const location = current.headers.get('location')
      if (current.status < 300 || current.status >= 400 || location === null) return current
      current = await send(new URL(location, current.url).href, { method: 'GET' })
    }
    throw new Error(`redirected without end, last to ${current.url}`)
  }

  return {
    get: async (url, headers = {}) => follow(await send(url, { method: 'GET', headers })),
    post: async (url, form, headers = {}) =>
      follow(await send(url, { method: 'POST', body: new URLSearchParams(form), headers })),
    send,
    cookie: (name) => [...jars.values()].flat().find((cookie) => cookie.name === name),
    cookieHeader,
  }
}

function parseCookie(line: string): Cookie {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const at = pair.indexOf('=')
  const attributes = rest.map((part) => part.toLowerCase())
  const path = rest.find((part) => part.toLowerCase().startsWith('path='))?.slice('path='.length)
  return { name: pair.slice(0, at), value: pair.slice(at + 1), path: path ?? '/', attributes }
}

function isGone({ value, attributes }: Cookie): boolean {
  const expires = attributes.find((part) => part.startsWith('expires='))?.slice('expires='.length)
  return (
    value === '' ||
    attributes.includes('max-age=0') ||
    (expires !== undefined && Date.parse(expires) < Date.now())
  )
}
