// How long to wait before something is tried again: longer each time, never longer than a bound. It waits for nothing itself.

export interface BackOff {
  readonly firstMs: number
  readonly longestMs: number
  /** By how much each pause is longer than the one before. */
  readonly factor?: number
}

/** The pauses, one after another, without end. A success starts a new generator: the next failure waits `firstMs` again. */
export function* backOff({ firstMs, longestMs, factor = 2 }: BackOff): Generator<number, never> {
  if (!(firstMs > 0 && longestMs >= firstMs && factor >= 1))
    throw new RangeError(
      `Cannot back off from ${firstMs} ms to ${longestMs} ms by a factor of ${factor}: pauses are positive and never grow shorter`,
    )
  for (let pauseMs = firstMs; ; pauseMs = Math.min(pauseMs * factor, longestMs)) yield pauseMs
}
