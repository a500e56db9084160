import { readFileSync, statSync } from 'node:fs'

const lookEveryMs = 1000

/**
 * A settings file, read again when it changes (mounted ConfigMaps do). It must be good at the start; one that turns bad
 * later keeps the last good content and is reported once for each change.
 */
export function settingsFile<T>(
  path: string,
  parse: (text: string) => T,
  report: (error: unknown) => void,
): () => T {
  let content = parse(readFileSync(path, 'utf8'))
  let seen = statSync(path).mtimeMs
  let lookedAt = Date.now()
  return () => {
    if (Date.now() - lookedAt < lookEveryMs) return content
    lookedAt = Date.now()
    try {
      const changed = statSync(path).mtimeMs
      if (changed !== seen) {
        seen = changed
        content = parse(readFileSync(path, 'utf8'))
      }
    } catch (error) {
      report(error)
    }
    return content
  }
}
