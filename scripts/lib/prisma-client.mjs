import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { hashTree, onceForHash } from './hash-tree.mjs'
import { buildFolder, root } from './root.mjs'
import { run } from './run.mjs'

const hashFile = path.join(buildFolder, 'generate.hash')

/** Generates the Prisma client into lib/store/generated, unless it is there for this schema. Answers whether it ran. */
export async function generatePrismaClient() {
  if (!existsSync(path.join(root, 'lib/store/generated'))) rmSync(hashFile, { force: true })
  const hash = hashTree(root, [
    'prisma/schema.prisma',
    'prisma.config.ts',
    'node_modules/prisma/package.json',
  ])
  return onceForHash(hashFile, hash, () =>
    run(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], { env }),
  )
}

// Generating needs no schema engine, but the command line wants its file to be there, and would download it.
const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' }
