// Runs Go for the pinned modules next to this file.
import { execFile } from 'node:child_process'
import path from 'node:path'

const modules = path.join(import.meta.dirname, 'modules')

// GOTOOLCHAIN=local: a newer toolchain is never fetched behind our back. CGO off: the binaries need no libc.
const environment = {
  ...process.env,
  GOTOOLCHAIN: 'local',
  GOFLAGS: '-buildvcs=false',
  CGO_ENABLED: '0',
  GOWORK: 'off',
}

/** Runs `go <args>` inside one of the pinned modules; rejects with one line that says why. */
export function go(module, args) {
  return new Promise((resolve, reject) => {
    // Builds take minutes of both cores: everything else on the machine goes first.
    execFile(
      'nice',
      ['-n', '10', 'go', ...args],
      { cwd: path.join(modules, module), env: environment, maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout.trim())
        reject(new Error(`go ${args[0]} in modules/${module} failed: ${reason(error, stdout, stderr)}`))
      },
    )
  })
}

function reason(error, stdout, stderr) {
  if (error.code === 'ENOENT' || error.code === 127) return 'Go is not installed (1.26 or newer is needed)'
  const lines = stderr.trim().split('\n')
  const telling = lines.filter(
    (line) => line !== '' && !line.startsWith('go: downloading') && !line.startsWith('#'),
  )
  // `go mod download -json` says what went wrong in its answer only.
  const answered = stdout.startsWith('{') ? JSON.parse(stdout).Error : undefined
  return telling.at(-1) ?? answered ?? error.message.split('\n')[0]
}

/** Downloads one module of a go.mod, checked against its go.sum, and answers the folder it lies in. */
export async function moduleFolder(module, name) {
  const answer = JSON.parse(await go(module, ['mod', 'download', '-json', name]))
  return answer.Dir
}
