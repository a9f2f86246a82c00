// What every Temporal promises to the telling, whatever stands behind it: services/office/ports.ts, `Lives`.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Lives } from '../../services/office/ports.ts'
import type { Aggregate, Recorded } from '../../shared/kernel/aggregate.ts'
import type { AggregateRef } from '../../shared/kernel/ids.ts'
import { add, counterRef, open } from '../workflow/support/counter.ts'
import { eventually } from '../workflow/support/wait.ts'

export interface LivesLab extends AsyncDisposable {
  readonly lives: Lives
  /** Records an event that opens it, or adds to it; answers all of them, and what they fold to. */
  record(
    ref: AggregateRef,
    command: ReturnType<typeof add> | typeof open,
  ): { readonly events: readonly Recorded<unknown>[]; readonly aggregate: Aggregate<unknown> }
  away(): Promise<void>
  back(): Promise<void>
}

export function livesSuite(name: string, makeLab: () => Promise<LivesLab>): void {
  describe(`the lives port: ${name}`, () => {
    let lab: LivesLab
    beforeAll(async () => void (lab = await makeLab()))
    afterAll(() => lab[Symbol.asyncDispose]())

    const versionOf = async (ref: AggregateRef) => {
      for await (const { ref: each, version } of lab.lives.running())
        if (each.id === ref.id) return version
      return undefined
    }
    const untilKnown = (ref: AggregateRef, version: number) =>
      eventually(
        () => versionOf(ref),
        (known) => known === version,
      )

    it('starts a life that is told of for the first time, and lists it with the version it knows', async () => {
      const ref = counterRef('begins')
      const { events } = lab.record(ref, open)
      expect(await versionOf(ref)).toBeUndefined()
      await lab.lives.tell(ref, { version: 1, events })
      await untilKnown(ref, 1)
    })
    it('tells what follows, and what is told again changes nothing', async () => {
      const ref = counterRef('follows')
      const first = lab.record(ref, open)
      await lab.lives.tell(ref, { version: 1, events: first.events })
      const { events } = lab.record(ref, add('a'))
      await lab.lives.tell(ref, { version: 2, events })
      await untilKnown(ref, 2)
      await lab.lives.tell(ref, { version: 1, events: first.events })
      await lab.lives.tell(ref, { version: 2, events })
      expect(await versionOf(ref)).toBe(2)
    })
    it('a life that is only told of a version comes to know it', async () => {
      const ref = counterRef('reads')
      for (const command of [open, add('a'), add('b')]) lab.record(ref, command)
      await lab.lives.tell(ref, { version: 3, events: [] })
      await untilKnown(ref, 3)
    })
    it('a life that is started with all there is knows it, and hears what comes after', async () => {
      const ref = counterRef('given')
      lab.record(ref, open)
      const { aggregate } = lab.record(ref, add('a'))
      await lab.lives.tell(ref, { version: 2, events: [] }, aggregate)
      await untilKnown(ref, 2)
      await lab.lives.tell(ref, { version: 3, events: lab.record(ref, add('b')).events.slice(-1) })
      await untilKnown(ref, 3)
    })
    it('that is away says so by every call, and has kept what it was told when it is back', async () => {
      const ref = counterRef('kept')
      const { events } = lab.record(ref, open)
      await lab.lives.tell(ref, { version: 1, events })
      await untilKnown(ref, 1)
      expect(await lab.lives.check()).toBe(true)
      await lab.away()
      // Each waits for it for some seconds: together.
      await Promise.all([
        expect(lab.lives.check()).resolves.toBe(false),
        expect(lab.lives.tell(ref, { version: 1, events })).rejects.toThrow(),
        expect(versionOf(ref)).rejects.toThrow(),
      ])
      await lab.back()
      await eventually(
        () => lab.lives.check(),
        (isThere) => isThere,
      )
      await untilKnown(ref, 1)
    })
  })
}
