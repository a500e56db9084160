import type { CheckpointStateDto } from '@/lib/contracts/audit-checkpoints'

export interface CheckpointWords {
  title: string
  sign: { glyph: string; className: string }
  /** What it means that it is kept where it is. */
  kept: string
}

const ok = { glyph: '✓', className: 'text-ok' }
const doubtful = { glyph: '◆', className: 'text-degraded' }
const bad = { glyph: '▲', className: 'text-failing' }

/** How the log stands against its newest checkpoint, and what a restored database could take with it. */
export function checkpointWords({ newest, ok: holds, from }: CheckpointStateDto): CheckpointWords {
  if (!holds) return { title: 'The log and its checkpoints do not agree', sign: bad, kept: keptWords[from] }
  if (newest === null) return { title: 'Nothing is signed', sign: doubtful, kept: keptWords.none }
  const title = `Signed up to event ${newest.seq}`
  return { title, sign: from === 'outside' ? ok : doubtful, kept: keptWords[from] }
}

const keptWords: Readonly<Record<CheckpointStateDto['from'], string>> = {
  outside:
    'Kept outside the database as well, so that a database that is put back or rewritten is found out.',
  database:
    'Kept in the database alone: whoever puts the database back, or owns it, takes the checkpoints along. Give Aviary the file of the signer (AVIARY_CHECKPOINT_FILE, AVIARY_CHECKPOINT_KEY).',
  none: 'Without checkpoints nobody can tell whether the end of the log was cut off, or rewritten by the owner of the database. Start the signer; deploy/ has it beside the server.',
}

/** The commands that verify an export without Aviary, one a line. */
export function offlineCommands(origin: string, signed: boolean): string {
  const auth = '-H "Authorization: Bearer $AVIARY_TOKEN"'
  const get = (path: string, file: string) =>
    `curl -sSf --compressed ${auth} "${origin}/api/v1${path}" -o ${file}`
  return [
    get('/audit/export?format=jsonl', 'audit.jsonl'),
    signed
      ? 'npx aviary-verify --in audit.jsonl --checkpoint checkpoints.jsonl --pub signer.pem.pub'
      : 'npx aviary-verify --in audit.jsonl',
  ].join('\n')
}
