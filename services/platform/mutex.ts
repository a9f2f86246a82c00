// Work under one key goes one after another, in the order of asking; work under different keys does not wait.

export type KeyedMutex = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** A failure does not stop those behind it. Nothing is kept of a key that nobody waits for. */
export function keyedMutex(): KeyedMutex {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const before = last.get(key)
    const mine = before === undefined ? work() : before.then(work)
    const left: Promise<void> = mine.then(leave, leave)
    last.set(key, left)
    return mine

    function leave(): void {
      if (last.get(key) === left) last.delete(key)
    }
  }
}
