import { destination, pino, stdTimeFunctions, type Logger } from 'pino'

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

const SECRET_KEYS = [
  'authorization',
  'Authorization',
  'cookie',
  'Cookie',
  'set-cookie',
  'token',
  'idToken',
  'accessToken',
  'refreshToken',
  'secret',
  'password',
  'clientSecret',
]
const redact = {
  paths: SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]),
  censor: '[redacted]',
}

// JSON escapes C0 controls alone; DEL, C1, line separators and bidi marks could still forge or reorder a line.
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/-]{8,}=*/gi
const COOKIE = /((?:__Secure-|__Host-)?next-auth\.[\w.-]+=)[^;\s"\\]+/g

/** One finished JSON line made safe for terminals and free of credentials that were inside longer strings. */
function cleanLine(line: string): string {
  return line
    .replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(BEARER, '$1 [redacted]')
    .replace(COOKIE, '$1[redacted]')
}

/** A JSON logger over any sink of lines; the process-wide one is reached through `log`. */
export function createLogger(write: (line: string) => void, level: LogLevel = 'info'): Logger {
  return pino(
    {
      level,
      redact,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => write(cleanLine(line)) },
  )
}

interface Registry {
  root: Logger
  children: Map<string, Logger>
}

// Next loads this module once for instrumentation and again for routes; the level must reach both.
const REGISTRY = Symbol.for('aviary.log')

function registry(): Registry {
  const holder = globalThis as { [REGISTRY]?: Registry }
  if (!holder[REGISTRY]) {
    const out = destination({ fd: 1, sync: true })
    holder[REGISTRY] = { root: createLogger((line) => out.write(line)), children: new Map() }
  }
  return holder[REGISTRY]
}

/** The logger of one component, for example `log('kube')`. The same name gives the same logger. */
export function log(component: string): Logger {
  const { root, children } = registry()
  let child = children.get(component)
  if (!child) {
    child = root.child({ component })
    children.set(component, child)
  }
  return child
}

/** Sets the level of every logger, those handed out before included. */
export function setLogLevel(level: LogLevel): void {
  const { root, children } = registry()
  for (const logger of [root, ...children.values()]) logger.level = level
}
