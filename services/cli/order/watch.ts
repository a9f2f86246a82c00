// `concert order watch`: server-sent events as lines, until Ctrl-C. When the office goes away it connects again.

import type { AggregateRef } from '../../../shared/kernel/ids.ts'
import { serverSentEvents, type ServerSentEvent } from '../../client/server-sent-events.ts'
import type { Io } from '../kit/output.ts'
import { orderFrom } from '../kit/arguments.ts'
import { reconnect } from '../kit/reconnect.ts'
import { stopSignal } from '../kit/stop.ts'
import { findOffice, type TargetOptions } from '../kit/target.ts'

/** Watches one order, or everything. The first connection must work; later ones are tried again. */
export async function watch(
  io: Io,
  order: string | undefined,
  options: TargetOptions,
): Promise<void> {
  const wanted = order === undefined ? undefined : orderFrom(order)
  using stop = stopSignal()
  const client = await findOffice(options, {
    ...(order === undefined ? {} : { order }),
    signal: stop.signal,
  })
  try {
    let events = await client.events()
    io.err(`watching ${order ?? 'everything'} at ${client.url}; Ctrl-C ends`)
    for (;;) {
      try {
        for await (const event of serverSentEvents(events)) tell(io, event, wanted, options.json)
      } catch (error) {
        stop.signal.throwIfAborted()
        io.err(`the stream broke off: ${error instanceof Error ? error.message : String(error)}`)
      }
      events = await reconnect(io, client, stop.signal)
      io.err('connected again; what happened meanwhile is in "concert order show"')
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error
  }
}

function tell(
  io: Io,
  { event, data }: ServerSentEvent,
  wanted: AggregateRef | undefined,
  json = false,
): void {
  if (event === 'heartbeat') return
  const change = JSON.parse(data) as {
    office?: string
    sequence?: number
    ref?: AggregateRef
    eventKind?: string
    today?: string
  }
  const { office, sequence, ref, eventKind, today } = change
  if (
    wanted !== undefined &&
    (event !== 'stored' ||
      ref?.kind !== 'order' ||
      ref.office !== wanted.office ||
      ref.id !== wanted.id)
  )
    return
  if (json) return io.out(JSON.stringify({ kind: event, ...change }))
  switch (event) {
    case 'stored':
      return io.out(
        `${office}/${sequence}  ${ref?.kind ?? ''} ${ref?.office}:${ref?.id}  ${eventKind}`,
      )
    case 'day':
      return io.out(`${today}  begins`)
    case 'quarantined':
      return io.out(`${office}  something was set aside: see "concert doctor"`)
    case 'follower':
      return io.out(`${office}  changed its state: see "concert board"`)
    default:
      return io.out(event)
  }
}
