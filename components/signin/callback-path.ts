/**
 * Where to go after signing in: the path of an address on this very origin, else `/`. Takes paths and whole
 * addresses; anything of another origin, of the sign-in page itself or of the API leads to `/`.
 */
export function callbackPath(wanted: string | undefined, origin: string): string {
  if (wanted === undefined || wanted === '' || !URL.canParse(wanted, origin)) return '/'
  const url = new URL(wanted, origin)
  // A path that begins with two slashes would be read as another host.
  const leaves = url.origin !== new URL(origin).origin || url.pathname.startsWith('//')
  if (leaves || url.username !== '' || /^\/(signin|api)(\/|$)/.test(url.pathname)) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
