// The AsyncAPI document of a ledger: its subjects, the envelope, and every type of event, made of the schemas that read them.
// What travels in words: docs/spec/wire.md.

import { z } from 'zod'
import { jointEventSchema } from '../joint/event.schema.ts'
import { matterEventSchema } from '../matter/matter.schema.ts'
import { ledgersEventSchema } from '../office/ledgers.schema.ts'
import { orderEventSchema } from '../order/order.schema.ts'
import { typeOf } from '../ledger/event.ts'
import { cloudEventSchema, envelopeSchema, payloadType } from '../ledger/envelope.schema.ts'

type Json = Record<string, unknown>

const ledgers = {
  order: { events: orderEventSchema, title: "An office's binding orders" },
  matter: { events: matterEventSchema, title: 'What an office does in a matter' },
  joint: { events: jointEventSchema, title: 'Joint actions: proposals, and the parts of offices' },
  office: { events: ledgersEventSchema, title: 'What an office says about ledgers' },
} as const

/** AsyncAPI 3.0, as JSON. `version`: that of the program. */
export function asyncApiDocument(version: string): Json {
  const channels: Json = {}
  const operations: Json = {}
  const messages: Json = {}
  const schemas: Json = {}
  for (const [kind, { events, title }] of Object.entries(ledgers)) {
    const types = typesOf(kind as keyof typeof ledgers, events)
    Object.assign(schemas, types)
    messages[kind] = messageOf(kind, Object.keys(types))
    for (const [place, where] of Object.entries(places)) {
      const channel = `${kind}-${place}`
      channels[channel] = {
        address: `${where.prefix}.{office}.${kind}.{id}`,
        title: `${title}, ${where.title}`,
        parameters,
        messages: { [kind]: { $ref: `#/components/messages/${kind}` } },
        bindings: { nats: {} },
      }
      operations[`read-${channel}`] = {
        action: 'receive',
        channel: { $ref: `#/channels/${channel}` },
        summary: where.summary,
      }
    }
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: "An office's ledger",
      version,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        'Signed status events of one office, on its own NATS broker. A reader verifies each before it believes it.',
    },
    defaultContentType: 'application/json',
    channels,
    operations,
    components: { messages, schemas },
  }
}

const places = {
  ledger: {
    prefix: 'concert.v1',
    title: 'as they are kept',
    summary: 'Read by sequence with direct get, from the stream LEDGER: nothing is lost.',
  },
  live: {
    prefix: 'concert.live.v1',
    title: 'as they are recorded',
    summary: 'Told at once, at most once: a reader that missed one reads it from the ledger.',
  },
} as const

const parameters = {
  office: { description: 'The office whose ledger it is, such as ca-bc-oipc' },
  id: { description: 'The id within the office, such as P21-08' },
}

function messageOf(kind: string, types: readonly string[]): Json {
  const { properties, ...envelope } = schemaOf(envelopeSchema)
  return {
    name: `${kind}-envelope`,
    title: 'A DSSE envelope around one CloudEvent',
    contentType: 'application/json',
    payload: {
      ...envelope,
      properties: {
        ...(properties as Json),
        payload: {
          type: 'string',
          contentEncoding: 'base64',
          contentMediaType: payloadType,
          contentSchema: {
            oneOf: types.map((type) => ({ $ref: `#/components/schemas/${type}` })),
          },
        },
      },
    },
  }
}

/** Per type, the whole CloudEvent. */
function typesOf(
  kind: keyof typeof ledgers,
  events: (typeof ledgers)[keyof typeof ledgers]['events'],
): Json {
  const event = schemaOf(cloudEventSchema)
  return Object.fromEntries(
    variantsOf(schemaOf(events)).map((variant) => {
      const { kind: name, ...data } = variant['properties'] as { kind: { const: string } }
      const type = typeOf(kind, name.const)
      return [
        type,
        {
          ...event,
          properties: {
            ...(event['properties'] as Json),
            type: { const: type },
            data: {
              ...variant,
              properties: data,
              required: (variant['required'] as string[]).filter((each) => each !== 'kind'),
            },
          },
        },
      ]
    }),
  )
}

/** What a reader takes: unknown attributes of a newer writer included. */
function schemaOf(schema: z.ZodType): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  })
  return json
}

/** A union of unions is the list of all of them. */
function variantsOf(schema: Json): Json[] {
  const union = (schema['oneOf'] ?? schema['anyOf']) as Json[] | undefined
  return union === undefined ? [schema] : union.flatMap(variantsOf)
}
