// Ctrl-C for a command that goes on: the first one asks it to stop, a second one ends the process at once.

export function stopSignal(): { signal: AbortSignal } & Disposable {
  const controller = new AbortController()
  const stop = () => {
    forget()
    controller.abort(new Stopped())
  }
  const forget = () => void process.off('SIGINT', stop).off('SIGTERM', stop)
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return { signal: controller.signal, [Symbol.dispose]: forget }
}

/** Why it ended: someone asked for it. */
export class Stopped extends Error {
  constructor() {
    super('Stopped')
    this.name = 'Stopped'
  }
}
