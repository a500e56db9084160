import { parseArgs } from 'node:util'
import { UsageFault } from './input.mjs'

export const version = '0.1.0'

export const help = `aviary-verify ${version} - verifies an export of Aviary's audit log, without a network

  aviary-verify --in FILE [--pub KEY] [--checkpoint FILE] [--apiserver-audit FILE]

  --in FILE               export as JSON Lines, .gz too; - for standard input
  --checkpoint FILE       checkpoints kept elsewhere: one, JSON Lines, or the answer of GET /api/v1/audit/checkpoints
  --pub KEY               public key of their signer (PEM); again for a key used before
  --apiserver-audit FILE  audit log of the Kubernetes API server (JSON Lines); again for further files
  --account NAME          Aviary's account there; without it, whoever sent recorded writes with Aviary's marks
  --json                  the result as one JSON object
  --version, --help

Exit codes: 0 whole (see the warnings about what that cannot mean), 1 tampered, 2 incomplete, 3 nothing verified
(wrong usage, unreadable files). docs/verify.md says more.
`

/**
 * @param {string[]} args
 * @returns {{show: 'help' | 'version'} | {show: 'result', json: boolean, question: import('./verify.mjs').Question}}
 */
export function readCommand(args) {
  const many = { type: 'string', multiple: true }
  const options = {
    in: many,
    pub: many,
    checkpoint: many,
    'apiserver-audit': many,
    account: many,
    json: { type: 'boolean' },
    help: { type: 'boolean' },
    version: { type: 'boolean' },
  }
  const values = parse(args, options)
  if (values.help) return { show: 'help' }
  if (values.version) return { show: 'version' }
  const [input, ...more] = values.in ?? []
  if (input === undefined) throw new UsageFault('--in FILE is missing; see --help')
  if (more.length > 0) throw new UsageFault('--in can be given once only')
  const { pub = [], checkpoint = [], account = [] } = values
  const apiserverAudit = values['apiserver-audit'] ?? []
  if (pub.length > 0 && checkpoint.length === 0)
    throw new UsageFault('--pub needs a --checkpoint that it can check')
  if (account.length > 0 && apiserverAudit.length === 0)
    throw new UsageFault('--account needs --apiserver-audit')
  const inputs = [input, ...pub, ...checkpoint, ...apiserverAudit].filter((name) => name === '-')
  if (inputs.length > 1) throw new UsageFault('standard input can be read once only')
  return {
    show: 'result',
    json: values.json ?? false,
    question: { input, pub, checkpoint, apiserverAudit, account },
  }
}

function parse(args, options) {
  try {
    return parseArgs({ args, options, allowPositionals: false }).values
  } catch (error) {
    if (error instanceof TypeError) throw new UsageFault(`${error.message}; see --help`)
    throw error
  }
}
