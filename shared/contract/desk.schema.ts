// What an office keeps for itself beside the record: who has something on their desk, until when, notes; views of its lists; drafts.
// None of it is in a ledger, in evidence or in a feed, and no other office is told.

import { z } from 'zod'
import { jointIdSchema } from '../joint/terms.schema.ts'
import {
  maxDraftFields,
  maxDeskNoteLength,
  maxTextLength,
  maxViewAddressLength,
} from '../kernel/limits.ts'
import { multiLineText, oneLineText } from '../kernel/plain-text.schema.ts'
import { matterIdSchema, orderIdSchema } from '../order/order.schema.ts'
import { dateSchema, textSchema } from '../policy/pack.schema.ts'
import { identitySchema } from './staff.schema.ts'

const instant = z.string().describe('UTC, by real time')

/** An order or a joint action of any office that is watched here, or a matter. */
export const deskAboutSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('order'), id: orderIdSchema }),
  z.strictObject({ kind: z.literal('matter'), id: matterIdSchema }),
  z.strictObject({ kind: z.literal('joint'), id: jointIdSchema }),
])
export const deskKinds = ['order', 'matter', 'joint'] as const

/** `order ca-bc-oipc:P21-08`: how it is named where one text has to do. */
export function deskKey({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind} ${id}`
}

export const priorities = ['high', 'normal', 'low'] as const
const noteId = z.string().min(1).max(300)
export const noteSchema = z.strictObject({
  id: noteId,
  by: identitySchema,
  at: instant,
  text: z.string(),
  struck: z
    .strictObject({ by: identitySchema, at: instant })
    .nullable()
    .describe('Who took it back: it stays, and says so'),
})

/** What a list shows of it. */
export const deskMarkSchema = z.strictObject({
  owner: identitySchema.nullable(),
  due: dateSchema.nullable().describe("The office's own date, beside those of the law"),
  priority: z.enum(priorities),
  notes: z.int().min(0).describe('Those that are not struck out'),
})
export const deskItemSchema = deskMarkSchema.omit({ notes: true }).extend({
  about: deskAboutSchema,
  version: z.int().min(0).describe('How often it was changed; notes do not count'),
  notes: z.array(noteSchema).describe('The oldest first'),
})

/** One thing on somebody's desk, in a list of them. */
export const deskEntrySchema = deskMarkSchema.extend({ about: deskAboutSchema })

const version = z
  .int()
  .min(0)
  .optional()
  .describe('What was looked at: refused where somebody has changed it since')
export const deskChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('claim'), version }),
  z.strictObject({ kind: z.literal('release'), version }),
  z.strictObject({
    kind: z.literal('hand'),
    to: z.string().min(1).max(300).describe('A colleague, by id or by name'),
    version,
  }),
  z.strictObject({ kind: z.literal('set-due'), due: dateSchema.nullable(), version }),
  z.strictObject({ kind: z.literal('set-priority'), priority: z.enum(priorities), version }),
  z.strictObject({
    kind: z.literal('note'),
    id: noteId.describe('Sent twice under one id it is one note'),
    text: multiLineText(maxDeskNoteLength),
  }),
  z.strictObject({ kind: z.literal('strike'), note: noteId }),
])

/** Which list a view is of, by its page: `/orders`. */
export const viewLists = ['orders', 'matters', 'deadlines', 'joint', 'quarantine'] as const
const address = z
  .string()
  .max(maxViewAddressLength)
  .describe('The filters and the order, as the list takes them: `office=ca-bc-oipc&sort=due`')
export const savedViewSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  list: z.enum(viewLists),
  query: address,
  shared: z.boolean().describe('Everybody of the office has it'),
  by: identitySchema,
  at: instant,
})
export const newViewSchema = z.strictObject({
  name: oneLineText(100),
  list: z.enum(viewLists),
  query: address,
  shared: z.boolean().default(false),
})

/** A form that is not recorded yet, as far as it was typed: nobody has checked it. */
export const draftSchema = z.strictObject({
  id: z.string().min(1).max(100).describe('The id of the command that it will become'),
  act: oneLineText(200).describe('Such as `order/serve`'),
  title: textSchema,
  about: textSchema,
  path: z
    .string()
    .max(1_000)
    // As browsers read addresses: `/\\` and `/<tab>/` begin another host's.
    .regex(/^\/(?!\/)[^\\\s\p{Cc}]*$/u, 'expected an address of this office')
    .describe('Where its form is'),
  values: z
    .record(z.string().max(500), z.array(z.string().max(maxTextLength * 2)))
    .refine((values) => Object.keys(values).length <= maxDraftFields, 'expected fewer fields'),
})
const handedOnSchema = z.strictObject({ by: identitySchema, to: identitySchema, at: instant })
export const savedDraftSchema = draftSchema.extend({
  savedAt: instant,
  handed: z
    .array(handedOnSchema)
    .optional()
    .describe('From whom to whom it went, the oldest first; absent where nobody handed it over'),
})
/** What somebody handed over and a colleague has now: not what was typed. */
export const handedDraftSchema = savedDraftSchema
  .pick({ id: true, act: true, title: true, about: true, savedAt: true })
  .extend({ handed: z.array(handedOnSchema) })
export const handDraftSchema = z.strictObject({
  to: z.string().min(1).max(300).describe('A colleague who may do what it is of, by id or by name'),
})

export type DeskAbout = z.output<typeof deskAboutSchema>
export type DeskMark = z.output<typeof deskMarkSchema>
export type DeskEntry = z.output<typeof deskEntrySchema>
export type DeskItem = z.output<typeof deskItemSchema>
export type DeskChange = z.output<typeof deskChangeSchema>
export type Note = z.output<typeof noteSchema>
export type SavedView = z.output<typeof savedViewSchema>
export type NewView = z.output<typeof newViewSchema>
export type Draft = z.output<typeof draftSchema>
export type SavedDraft = z.output<typeof savedDraftSchema>
export type HandedDraft = z.output<typeof handedDraftSchema>
