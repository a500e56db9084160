import { show } from './show.mjs'

export const isHash = (/** @type {unknown} */ value) =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
export const isChain = (/** @type {unknown} */ value) =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)
export const isCount = (/** @type {unknown} */ value) => Number.isSafeInteger(value) && Number(value) >= 1
export const isText = (/** @type {unknown} */ value) => typeof value === 'string'
export const isAnything = () => true

export const isMap = (/** @type {unknown} */ value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a value has exactly these fields, all of them texts. @param {string[]} names */
export const isTextsOf = (names) => (/** @type {unknown} */ value) =>
  isMap(value) &&
  Object.keys(value).length === names.length &&
  names.every((name) => Object.hasOwn(value, name) && isText(value[name]))

/**
 * What is wrong with the fields of an object, or undefined: one that is unknown, missing or of another type.
 * @param {unknown} value
 * @param {{required: Map<string, (value: unknown) => boolean>, optional?: Map<string, (value: unknown) => boolean>}} shape
 */
export function shapeFault(value, { required, optional }) {
  if (!isMap(value)) return 'it is no JSON object'
  let known = 0
  for (const name in value) {
    const fits = required.get(name)
    if (fits) known += 1
    const test = fits ?? optional?.get(name)
    if (!test) return `it has an unknown field ${show(name)}`
    if (!test(value[name])) return `its field ${show(name)} is not as the format says`
  }
  if (known === required.size) return undefined
  const missing = [...required.keys()].find((name) => !Object.hasOwn(value, name))
  return `its field ${show(missing)} is missing`
}
