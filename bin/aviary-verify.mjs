#!/usr/bin/env node
// Verifies an export of the audit log. Needs nothing but this folder and Node.js.
import { help, readCommand, version } from './verify/command.mjs'
import { UsageFault } from './verify/input.mjs'
import { reportText } from './verify/report.mjs'
import { verify } from './verify/verify.mjs'

// Whoever reads the output may have seen enough.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error
})

const args = process.argv.slice(2)
try {
  const command = readCommand(args)
  if (command.show === 'help') process.stdout.write(help)
  else if (command.show === 'version') process.stdout.write(`${version}\n`)
  else {
    const result = await verify(command.question)
    process.stdout.write(command.json ? `${JSON.stringify(result, null, 2)}\n` : reportText(result))
    for (const { code, detail } of result.unknown) process.stderr.write(`not known (${code}): ${detail}\n`)
    process.exitCode = result.exit
  }
} catch (error) {
  // A failure of the verifier itself must not be taken for tampering, which is what Node's exit code 1 would say.
  const words = error instanceof UsageFault ? error.message : `it failed itself: ${error.stack}`
  process.stderr.write(`aviary-verify: ${words}\n`)
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ verdict: 'usage', exit: 3 })}\n`)
  process.exitCode = 3
}
