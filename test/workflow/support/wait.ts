// Waiting for something that happens elsewhere: asks until it is so, and says what it saw when it never is.

import { setTimeout as sleep } from 'node:timers/promises'

export async function eventually<T>(
  look: () => T | Promise<T>,
  isSo: (seen: T) => boolean,
  timeoutMs = 50_000,
): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs
  for (;;) {
    const seen = await look()
    if (isSo(seen)) return seen
    if (Date.now() > giveUpAt) throw new Error(`It never came: ${JSON.stringify(seen)}`)
    await sleep(50)
  }
}
