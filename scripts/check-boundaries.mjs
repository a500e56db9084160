import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { judgeImports } from './lib/boundaries.mjs'
import { faultInName } from './lib/file-names.mjs'
import { filesBelow } from './lib/hash-tree.mjs'
import { proveChecks } from './lib/planted.mjs'
import { root } from './lib/root.mjs'

const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs')
const folders = ['app', 'components', 'lib', 'bin', 'sandbox', 'signer', 'e2e', 'bench', 'scripts', 'sim']
const present = [...folders, 'proxy.ts', 'instrumentation.ts'].filter((name) =>
  existsSync(path.join(root, name)),
)

const sources = present
  .flatMap((name) => filesBelow(root, name))
  .filter((file) => /\.(tsx?|mjs)$/.test(file) && !/^(scripts\/planted|lib\/store\/generated)\//.test(file))
const { seen, violations } = await judgeImports(root, present)
const typescript = sources.filter((file) => /\.tsx?$/.test(file))
const unseen = typescript.filter((file) => !seen.includes(file))

const complaints = [
  ...violations.map(({ rule, from, to, advice }) => `${from} → ${to}\n    ${rule}: ${advice}`),
  ...sources.flatMap((file) => {
    const fault = faultInName(file)
    return fault ? [`${file}\n    ${fault}`] : []
  }),
  ...unseen.map((file) => `${file}\n    was not seen by the import check, which therefore proves nothing`),
  ...(await proveChecks(forbidden.map((rule) => rule.name))).map((line) => `scripts/planted\n    ${line}`),
]

for (const complaint of complaints) process.stderr.write(`${complaint}\n`)
process.stdout.write(
  `${seen.length} modules, ${typescript.length} TypeScript files, ${forbidden.length} import rules proven: ` +
    `${complaints.length === 0 ? 'no complaint' : `${complaints.length} complaints`}\n`,
)
process.exitCode = complaints.length === 0 ? 0 : 1
