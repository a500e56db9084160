import path from 'node:path'

/** The checkout. */
export const root = path.resolve(import.meta.dirname, '../..')

/** Where builds, hashes and caches go. */
export const buildFolder = path.join(root, '.aviary', 'build')
