import type { AccessPolicy, PolicyReading, PolicyVersion } from '../../../domain/access/policy-version'
import { DomainError } from '../../../domain/errors'
import type { Store } from '../../../domain/ports'
import { problemWords } from './problem-words'
import { takePolicyFile } from './take-policy-file'

/** The policy file as this replica sees it. */
export interface PolicyFileState {
  /** Its last content that was acceptable. */
  text: string
  hash: string
  /** Why the present content is not taken. */
  problem?: string
}

/** The policy that is in force, in this process. */
export interface PolicyKeeper {
  /** Throws `audit-unavailable` until it has been read once. */
  policy(): AccessPolicy
  /** What of the file or of the database could not be read; the last good policy stays in force meanwhile. */
  problems(): { file?: string; active?: string }
  /** Looks at file and database now. Throws when it cannot. */
  refresh(): Promise<void>
  read(text: string): PolicyReading
  /** JSON Schema of the text. */
  schema(): Record<string, unknown>
}

export interface KeeperParts {
  store: Store
  /** Looks at the file. */
  file(): PolicyFileState
  read(text: string): PolicyReading
  schema(): Record<string, unknown>
  hash(text: string): string
  newId(): string
  /** As this process is named where it runs the engine. */
  holder: string
  /** Hears once of each kind of trouble, until it is over. */
  report(error: unknown): void
}

/** Milliseconds; so long another replica goes on by the policy before. */
const lookEveryMs = 1000

/** Keeps the active policy at hand and hands the file in when it changes; `start` fails unless there is a policy. */
export function createPolicyKeeper(
  parts: KeeperParts,
): PolicyKeeper & { start(): Promise<void>; stop(): void } {
  const { store } = parts
  /** The active version as it was seen last, and the newest one that could be read. */
  let seen: PolicyVersion | undefined
  let known: AccessPolicy | undefined
  let unreadable: string | undefined
  let looking: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let told = ''

  const load = async () => {
    seen = await store.policies.active()
    if (!seen) return
    const reading: PolicyReading =
      parts.hash(seen.text) === seen.hash
        ? parts.read(seen.text)
        : { ok: false, problems: [{ path: '', line: 1, message: 'The text is not the one of its hash.' }] }
    if (reading.ok) known = reading.policy
    unreadable = reading.ok
      ? undefined
      : `Version ${seen.number} of the access policy cannot be read: ${problemWords(reading.problems)}. Change the policy file to replace it.`
  }

  const follow = async () => {
    if (!seen || (await store.policies.activeNumber()) !== seen.number) await load()
  }

  const look = async () => {
    const file = parts.file()
    await follow()
    if (seen?.fileHash !== file.hash) {
      await takePolicyFile(parts, file)
      await follow()
    }
    if (!known) throw new Error(unreadable ?? 'There is no access policy yet.')
  }

  const refresh = async (): Promise<void> => {
    // One after the other: a look that began before now may have missed what the caller knows of.
    const own = looking.catch(() => undefined).then(look)
    looking = own
    await own
  }
  const tell = (error: unknown) => {
    const words = error instanceof Error ? error.message : String(error)
    if (words !== told) parts.report(error)
    told = words
  }
  const tick = async () => {
    try {
      await refresh()
      if (unreadable === undefined) told = ''
      else tell(new Error(unreadable))
    } catch (error) {
      tell(error)
    }
    if (!stopped) timer = setTimeout(() => void tick(), lookEveryMs)
  }

  return {
    policy: () => {
      if (known) return known
      throw new DomainError('audit-unavailable', 'The access policy has not been read yet.')
    },
    problems: () => {
      const { problem } = parts.file()
      return {
        ...(problem === undefined ? {} : { file: problem }),
        ...(unreadable === undefined ? {} : { active: unreadable }),
      }
    },
    refresh,
    read: (text) => parts.read(text),
    schema: () => parts.schema(),
    start: async () => {
      clearTimeout(timer)
      await refresh()
      timer = setTimeout(() => void tick(), lookEveryMs)
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
