// `concert approvals …`: what waits for a second person at an office; approve or drop it.

import type { Command } from 'commander'
import { z } from 'zod'
import { preparedSchema, type PreparedCommand } from '../../shared/contract/staff.schema.ts'
import { recordedReplySchema } from '../../shared/contract/views.schema.ts'
import { actName } from '../../shared/contract/act-words.ts'
import { auditSubject } from '../../shared/contract/audit-text.ts'
import { utcText } from '../../shared/kernel/date.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { addOfficeOptions, withExamples } from './kit/options.ts'
import { print, type Io, type Paint } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

const listSchema = z.strictObject({ approvals: z.array(preparedSchema) })
const pathOf = (id: string, what: 'approve' | 'drop') =>
  `/v1/approvals/${encodeURIComponent(id)}/${what}`

export function register(program: Command, io: Io): void {
  const group = program
    .command('approvals')
    .description('what is prepared and waits for a second person: list, approve, drop')
  withExamples(
    group,
    'concert approvals list --office ca-bc-oipc',
    'concert approvals approve 4f0c8a52-6e2b-4b1f-9a43-0d8f8f0f6f11 --office ca-bc-oipc',
  )
  const list = addOfficeOptions(group.command('list').description('the oldest first'))
  withExamples(list, 'concert approvals list --office ca-bc-oipc --lang fr')
  list.action(async (options: TargetOptions) => {
    const client = await findOffice(options)
    print(io, options.json, await client.get('/v1/approvals', listSchema), render)
  })
  const approve = addOfficeOptions(
    group
      .command('approve')
      .description('record what another person prepared')
      .argument('<approval>', 'its id'),
  )
  withExamples(approve, 'concert approvals approve 4f0c8a52-6e2b-4b1f-9a43-0d8f8f0f6f11')
  approve.action(async (id: string, options: TargetOptions) => {
    const client = await findOffice(options)
    const recorded = await client.post(pathOf(id, 'approve'), {}, recordedReplySchema)
    print(io, options.json, recorded, ({ version, eventId, event }, paint, lang) =>
      [
        `${paint('green', lang === 'fr' ? 'consigné' : 'recorded')}  version ${version}  ${event.kind}`,
        `  ${lang === 'fr' ? 'événement' : 'event'}  ${eventId}`,
      ].join('\n'),
    )
  })
  const drop = addOfficeOptions(
    group
      .command('drop')
      .description('drop it: nothing is recorded')
      .argument('<approval>', 'its id'),
  )
  withExamples(drop, 'concert approvals drop 4f0c8a52-6e2b-4b1f-9a43-0d8f8f0f6f11')
  drop.action(async (id: string, options: TargetOptions) => {
    const client = await findOffice(options)
    const dropped = await client.post(pathOf(id, 'drop'), {}, preparedSchema)
    print(io, options.json, dropped, ({ act, about }, _, lang) =>
      lang === 'fr'
        ? `Écarté : ${actName(lang, act)}, ${about}. Rien n’est consigné.`
        : `Dropped: ${actName(lang, act)}, ${about}. Nothing is recorded.`,
    )
  })
}

function render(
  { approvals }: { readonly approvals: readonly PreparedCommand[] },
  paint: Paint,
  lang: Lang,
): string {
  const french = lang === 'fr'
  if (approvals.length === 0) return french ? 'Rien n’attend' : 'Nothing waits'
  return approvals
    .map(
      ({ id, act, about, preparedBy, onBehalfOf, preparedAt }) =>
        `${paint('bold', `${actName(lang, act)} · ${auditSubject(lang, { act, about })?.words ?? about}`)}\n  ${id}\n  ${french ? 'préparé par' : 'prepared by'} ${preparedBy.name}${onBehalfOf === null ? '' : ` ${french ? 'pour' : 'for'} ${onBehalfOf.name}`}, ${utcText(preparedAt)}`,
    )
    .join('\n')
}
