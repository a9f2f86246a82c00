// Reads a text/event-stream (WHATWG HTML 9.2.6) into events. Reconnecting is the caller's.

export interface ServerSentEvent {
  readonly event: string
  readonly data: string
  readonly id: string | undefined
}

/** Comments and events without data are passed over; an event that is cut off by the end of the stream is not given. */
export async function* serverSentEvents(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent> {
  let rest = ''
  let fields: { event?: string; id?: string; data: string[] } = { data: [] }
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length > maxLineLength)
      throw new Error(`A line of the event stream is longer than ${maxLineLength} characters`)
    for (const line of lines) {
      if (line === '') {
        if (fields.data.length > 0)
          yield { event: fields.event ?? 'message', data: fields.data.join('\n'), id: fields.id }
        fields = { data: [] }
        continue
      }
      const colon = line.indexOf(':')
      const name = colon === -1 ? line : line.slice(0, colon)
      const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (name === 'data') fields.data.push(value)
      else if (name === 'event') fields.event = value
      else if (name === 'id') fields.id = value
    }
  }
}

/** One change is some hundred characters. */
const maxLineLength = 1024 * 1024
