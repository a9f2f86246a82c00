// The document of what travels is made of the schemas; here a validator that nobody of this project wrote reads it.

import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import ajvFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { jointEventSchema } from '../../../shared/joint/event.schema.ts'
import { matterEventSchema } from '../../../shared/matter/matter.schema.ts'
import { ledgersEventSchema } from '../../../shared/office/ledgers.schema.ts'
import { orderEventSchema } from '../../../shared/order/order.schema.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

type Json = Record<string, unknown>
interface Document {
  channels: Record<string, { address: string }>
  components: { schemas: Record<string, Json> }
}
let document: Document
beforeAll(async () => {
  const client = clientOf(new MemoryOffice('ca-bc-oipc', '2022-01-26'))
  document = (await (await client.get('/asyncapi.json')).json()) as Document
})

test('is a valid AsyncAPI 3.0 document', () => {
  const require = createRequire(import.meta.url)
  const ajv = new Ajv({ strict: false, meta: false, validateSchema: false, validateFormats: false })
  const valid = ajv.compile(require('@asyncapi/specs/schemas/3.0.0.json') as Json)
  expect(valid(document), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true)
})

test('names the subjects that are on the broker', () => {
  expect(Object.values(document.channels).map(({ address }) => address)).toEqual([
    'concert.v1.{office}.order.{id}',
    'concert.live.v1.{office}.order.{id}',
    'concert.v1.{office}.matter.{id}',
    'concert.live.v1.{office}.matter.{id}',
    'concert.v1.{office}.joint.{id}',
    'concert.live.v1.{office}.joint.{id}',
    'concert.v1.{office}.office.{id}',
    'concert.live.v1.{office}.office.{id}',
  ])
})

test('has every type of event that this version reads, and no other', () => {
  const kindsOf = (schema: { options: readonly unknown[] }): string[] =>
    schema.options.flatMap((option) => {
      const each = option as { options?: readonly unknown[]; shape?: { kind: { value: string } } }
      if (each.options !== undefined) return kindsOf({ options: each.options })
      return each.shape === undefined ? [] : [each.shape.kind.value]
    })
  const types = [
    ...kindsOf(orderEventSchema).map((kind) => `concert.order.${kind}.v1`),
    ...kindsOf(matterEventSchema).map((kind) => `concert.matter.${kind}.v1`),
    ...kindsOf(jointEventSchema).map((kind) => `concert.joint.${kind}.v1`),
    ...kindsOf(ledgersEventSchema).map((kind) => `concert.office.${kind}.v1`),
  ]
  expect(types.length).toBeGreaterThan(50)
  expect(Object.keys(document.components.schemas).toSorted()).toEqual(types.toSorted())
})

describe('an envelope of the published vectors', () => {
  const folder = path.join(import.meta.dirname, '..', '..', 'vectors', 'envelopes')
  const vectors = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Vector)
  const accepted = vectors.filter(({ outcome }) => outcome === 'accepted')
  const validators = new Map<string, ValidateFunction>()
  const validatorOf = (type: string) => {
    const found = validators.get(type)
    if (found !== undefined) return found
    const ajv = new Ajv2020({ strict: false })
    ajvFormats.default(ajv)
    const made = ajv.compile(document.components.schemas[type] as Json)
    validators.set(type, made)
    return made
  }

  test('that is accepted here is an event of its type by the document, too', () => {
    expect(accepted.length).toBeGreaterThan(3)
    for (const { name, message } of accepted) {
      const event = eventIn(message.bytes)
      const valid = validatorOf(event['type'] as string)
      expect(valid(event), `${name}: ${JSON.stringify(valid.errors)}`).toBe(true)
    }
  })

  test('whose data has another form is none by the document, either', () => {
    const { message } = vectors.find(({ name }) => name === 'data-of-another-form') as Vector
    const event = eventIn(message.bytes)
    expect(validatorOf(event['type'] as string)(event)).toBe(false)
  })
})

interface Vector {
  readonly name: string
  readonly message: { readonly bytes: string }
  readonly outcome: string
}

function eventIn(bytes: string): Json {
  const envelope = JSON.parse(Buffer.from(bytes, 'base64').toString()) as { payload: string }
  return JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as Json
}
