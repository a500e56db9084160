const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/
const folder = /^[a-z0-9]+(-[a-z0-9]+)*$/
// Folders of Next's router: (group), [parameter], [...rest], @slot, _private, .well-known.
const routerFolder = /^(\([a-z0-9-]+\)|\[{1,2}(\.\.\.)?[a-zA-Z]+\]{1,2}|@[a-z-]+|_[a-z-]+|\.?[a-z0-9-]+)$/
const vague = new Set(['utils', 'util', 'helpers', 'helper', 'misc', 'common-utils'])

/** What is wrong with the name of a source file (path from the checkout, forward slashes), or undefined. */
export function faultInName(file) {
  const parts = file.split('/')
  const name = parts.pop()
  const stem = name.split('.')[0]
  if (stem === 'index') return 'no index files: import the file that holds the thing'
  const bad = [...parts, stem].find((part) => vague.has(part))
  if (bad) return `${bad} says nothing: name the file after what it does`
  if (!kebab.test(name)) return 'file names are in kebab-case'
  const inRouter = parts[0] === 'app'
  const odd = parts.find((part) => !(inRouter ? routerFolder : folder).test(part))
  return odd ? `folder names are in kebab-case (${odd})` : undefined
}
