import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

const program = path.join(import.meta.dirname, 'aviary-verify.mjs')

export interface Finding {
  class: string
  seq: number | null
  line: number
  detail: string
  fields?: string[]
}
interface Note {
  code: string
  detail: string
}
export interface Verdict {
  verdict: 'whole' | 'tampered' | 'incomplete' | 'usage'
  exit: number
  events: number
  first?: { seq: number }
  last?: { seq: number; hash: string }
  findings: Finding[]
  total: number
  incomplete: Note[]
  unknown: Note[]
  apiserver?: {
    accounts: string[]
    outside: number
    uncovered: number
    findings: { class: string; detail: string; auditId?: string }[]
    bypasses: { account: string; object: string; verb: string; count: number }[]
  }
}
export interface Run {
  exit: number
  stdout: string
  stderr: string
}

/** A folder that is gone after the test. */
export function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'aviary-verify-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

/** Runs the command as an auditor does, in a process of its own. */
export async function runVerifier(
  args: readonly string[],
  options: { input?: string; cwd?: string } = {},
): Promise<Run> {
  return await new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      { maxBuffer: 64 * 1024 * 1024, ...(options.cwd === undefined ? {} : { cwd: options.cwd }) },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number')
          reject(new Error(`the command did not end by itself: ${error.message}`))
        else resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
      },
    )
    child.stdin?.end(options.input ?? '')
  })
}

/** Files given by their contents; several checkpoint files and logs are given as lists. */
export interface Given {
  events: string | Buffer
  checkpoints?: string
  pub?: string
  apiserver?: string
  accounts?: string[]
}

/** The verdict on files, as JSON and by exit code, which have to agree. */
export async function verify({
  events,
  checkpoints,
  pub,
  apiserver,
  accounts = [],
}: Given): Promise<Verdict & { stderr: string }> {
  const dir = folder()
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(path.join(dir, name), content)
    return path.join(dir, name)
  }
  const { exit, stdout, stderr } = await runVerifier([
    '--json',
    '--in',
    file('events.jsonl', events),
    ...(checkpoints === undefined ? [] : ['--checkpoint', file('checkpoints.jsonl', checkpoints)]),
    ...(pub === undefined ? [] : ['--pub', file('key.pem', pub)]),
    ...(apiserver === undefined ? [] : ['--apiserver-audit', file('apiserver.log', apiserver)]),
    ...accounts.flatMap((account) => ['--account', account]),
  ])
  const verdict = JSON.parse(stdout) as Verdict
  if (verdict.exit !== exit) throw new Error(`exit code ${exit}, but ${stdout}`)
  return { ...verdict, stderr }
}

/** Class and number of the first finding. */
export const first = ({ findings }: Verdict): [string, number | null] | undefined =>
  findings[0] && [findings[0].class, findings[0].seq]

export const codes = (notes: readonly Note[]): string[] => notes.map(({ code }) => code)
