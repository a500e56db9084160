import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { hashTree, onceForHash } from './hash-tree.mjs'
import { generatePrismaClient } from './prisma-client.mjs'
import { buildFolder, root } from './root.mjs'
import { run } from './run.mjs'

export const nextCommand = path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next')

const hashFile = path.join(buildFolder, 'next.hash')
const sources = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'instrumentation.ts',
  'instrumentation-client.ts',
  'proxy.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]

const isTest = (file) => /\.(test|contract|fixture)\.tsx?$/.test(file)

export function hasBuild() {
  return existsSync(path.join(root, '.next', 'BUILD_ID'))
}

/** Builds the app, unless a build of these very sources is there. Answers whether it built. */
export async function buildApp({ signal, log = () => undefined } = {}) {
  await generatePrismaClient()
  if (!hasBuild()) rmSync(hashFile, { force: true })
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  return onceForHash(hashFile, hashTree(root, sources, isTest), async () => {
    rmSync(hashFile, { force: true })
    log('building Aviary (about a minute)')
    await run(process.execPath, [nextCommand, 'build'], { env, signal })
  })
}
