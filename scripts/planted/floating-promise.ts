// plants: @typescript-eslint/no-floating-promises
async function write(): Promise<void> {
  await Promise.resolve()
}

write()
