// `concert notifications …`: what people were told, and what a person does about it.

import { Option, type Command } from 'commander'
import { z } from 'zod'
import {
  notificationsViewSchema,
  type NotificationsView,
} from '../../shared/contract/notifications.schema.ts'
import { maxListPage } from '../../shared/kernel/limits.ts'
import { present } from '../../shared/kernel/present.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { addOfficeOptions, wholeNumber, withExamples } from './kit/options.ts'
import { print, type Io, type Paint } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

interface ListOptions extends TargetOptions {
  readonly limit?: number
  readonly after?: string
  readonly messagesAfter?: string
  readonly acknowledged?: string
}

const doneSchema = z.strictObject({ done: z.literal(true) })

export function register(program: Command, io: Io): void {
  const group = program
    .command('notifications')
    .description('what people of an office were told: list, acknowledge, send again')
  withExamples(
    group,
    'concert notifications list --office ca-bc-oipc',
    'concert notifications acknowledge duty-officer 6b1f0c2e5d4a39788b7c6d5e4f302112',
  )
  const list = addOfficeOptions(group.command('list').description('the latest first'))
    .option('--limit <n>', `of each list, at most ${maxListPage} (default: 200)`, wholeNumber)
    .option('--after <cursor>', 'notifications after this place, as the page before named it')
    .option('--messages-after <cursor>', 'the same for messages')
    .addOption(
      new Option(
        '--acknowledged <yes|no>',
        'only what somebody acknowledged, or what nobody did',
      ).choices(['yes', 'no']),
    )
  withExamples(list, 'concert notifications list --office ca-bc-oipc --lang fr')
  list.action(async (options: ListOptions) => {
    const client = await findOffice(options)
    const { limit, after, messagesAfter, acknowledged } = options
    const query = present({ limit: limit?.toString(), after, messagesAfter, acknowledged })
    const found = await client.get('/v1/notifications', notificationsViewSchema, query)
    print(io, options.json, found, render)
  })
  act(group, io, 'acknowledge', 'somebody is on it', '<notification>')
  act(group, io, 'send-again', 'send one message again', '<message>')
}

function act(
  group: Command,
  io: Io,
  name: 'acknowledge' | 'send-again',
  description: string,
  what: string,
): void {
  const command = addOfficeOptions(
    group.command(name).description(description).argument('<recipient>').argument(what, 'its id'),
  )
  withExamples(
    command,
    `concert notifications ${name} duty-officer 6b1f0c2e5d4a39788b7c6d5e4f302112`,
  )
  command.action(async (recipient: string, id: string, options: TargetOptions) => {
    const client = await findOffice(options)
    const done = await client.post(`/v1/notifications/${name}`, { recipient, id }, doneSchema)
    print(io, options.json, done, (_, __, lang) => (lang === 'fr' ? 'Fait' : 'Done'))
  })
}

function render(view: NotificationsView, paint: Paint, lang: Lang): string {
  const french = lang === 'fr'
  const told = view.notifications.map(
    ({ id, recipient, urgency, what, why, by, acknowledgedBy }) =>
      `${acknowledgedBy === null ? paint('bold', what[lang]) : what[lang]}\n  ${recipient}, ${urgency}, ${id}${by === null ? '' : `, ${french ? 'au plus tard le' : 'by'} ${by}`}\n  ${why[lang]}${acknowledgedBy === null ? '' : ` (${acknowledgedBy})`}`,
  )
  const messages = view.messages.map(
    ({ id, recipient, subject, sentAt, tries, problem }) =>
      `${subject}\n  ${recipient}, ${id}, ${sentAt ?? `${french ? 'pas encore envoyé' : 'not sent yet'}, ${tries}${problem === null ? '' : `: ${problem}`}`}`,
  )
  if (view.recipients.length === 0)
    return french ? 'Aucun destinataire n’est configuré' : 'No recipient is configured'
  const more = (option: string, cursor: string | null) =>
    cursor === null ? [] : [paint('dim', `${french ? 'suite' : 'more'}: ${option} ${cursor}`)]
  return [
    ...told,
    ...more('--after', view.next),
    paint('bold', 'Messages'),
    ...messages,
    ...more('--messages-after', view.nextMessages),
  ].join('\n')
}
