/** Sees to it that chromium is there; answers why it is not, in one line. */
export function ensureChromium(log: (line: string) => void): Promise<string | undefined>
/** Why Go cannot be used, or undefined. */
export function faultOfGo(): string | undefined
