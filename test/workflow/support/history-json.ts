// Histories as JSON that a person can read, and back. The SDK's own converter does not work where npm keeps several copies of protobufjs.

import proto, { type temporal } from '@temporalio/proto'

type History = temporal.api.history.v1.IHistory
const form = proto.temporal.api.history.v1.History

export function historyToJson(history: History): string {
  const plain = form.toObject(form.fromObject(history), {
    bytes: String,
    longs: String,
    enums: String,
    defaults: false,
  })
  // Who ran it is nobody's business and would be another text every time.
  return `${JSON.stringify(plain, (key, value: unknown) => (key === 'identity' ? 'a test' : value), 1)}\n`
}

export function historyFromJson(text: string): History {
  return form.fromObject(JSON.parse(text) as Record<string, unknown>)
}
