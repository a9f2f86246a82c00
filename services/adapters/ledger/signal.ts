// A bell that one waits for: raised while nobody waits, the next wait returns at once. Nothing is queued.

export class Signal {
  #raised = false
  #wake: (() => void) | undefined

  raise(): void {
    this.#raised = true
    this.#wake?.()
  }

  /** One waits at a time. */
  async wait(timeoutMs: number): Promise<'raised' | 'timeout'> {
    if (!this.#raised) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = undefined
    }
    const raised = this.#raised
    this.#raised = false
    return raised ? 'raised' : 'timeout'
  }
}
