// Ctrl-C for a command that goes on: the first one asks it to stop, a second one ends the process at once.

import { onStopRequest, Stopped } from '../../platform/lifecycle.ts'

export function stopSignal(): { readonly signal: AbortSignal } & Disposable {
  const controller = new AbortController()
  const requests = onStopRequest((reason) => {
    requests[Symbol.dispose]()
    controller.abort(new Stopped(reason))
  })
  return { signal: controller.signal, [Symbol.dispose]: () => requests[Symbol.dispose]() }
}
