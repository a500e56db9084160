/**
 * A child of the stack that may be killed and started again; `start(env)` answers a ready child. `ended` resolves with
 * the child that ended by itself, and how.
 */
export async function restartable(start) {
  let child
  let environment = {}
  const killed = new WeakSet()
  let tell
  const ended = new Promise((resolve) => (tell = resolve))
  const begin = async (env) => {
    environment = { ...environment, ...env }
    child = await start(environment)
    const begun = child
    void begun.ended.then((end) => killed.has(begun) || tell({ child: begun, end }))
  }
  const kill9 = async () => {
    killed.add(child)
    child.signal('SIGKILL')
    await child.ended
  }
  await begin({})
  return {
    ended,
    stop: () => child.stop(),
    get pid() {
      return child.pid
    },
    /** Resolves once it is gone. */
    kill9,
    /** Kills it when it still runs, and starts it with `env` above its own environment, from now on. */
    async restart(env = {}) {
      if (child.running) await kill9()
      await begin(env)
    },
  }
}
