// `concert approvals …`: commands that wait for a second person.

import type { Command } from 'commander'
import { z } from 'zod'
import { preparedSchema, type PreparedCommand } from '../../shared/contract/staff.schema.ts'
import { recordedReplySchema } from '../../shared/contract/views.schema.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { addOfficeOptions, withExamples } from './kit/options.ts'
import { print, type Io, type Paint } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

const listSchema = z.strictObject({ prepared: z.array(preparedSchema) })
const example = '3f0e8c52-1f0a-4a3f-9f55-0f7d0a6f7d11'

export function register(program: Command, io: Io): void {
  const group = program
    .command('approvals')
    .description('commands that wait for a second person: list, approve, drop')
  withExamples(
    group,
    'concert approvals list --office ca-bc-oipc',
    `concert approvals approve ${example} --office ca-bc-oipc`,
  )
  const list = addOfficeOptions(group.command('list').description('the oldest first'))
  withExamples(list, 'concert approvals list --office ca-bc-oipc')
  list.action(async (options: TargetOptions) => {
    const client = await findOffice(options)
    print(io, options.json, await client.get('/v1/prepared', listSchema), listText)
  })
  const approve = addOfficeOptions(
    group.command('approve').description('record what another person prepared').argument('<id>'),
  )
  withExamples(approve, `concert approvals approve ${example}`)
  approve.action(async (id: string, options: TargetOptions) => {
    const client = await findOffice(options)
    const path = `/v1/prepared/${encodeURIComponent(id)}/approve`
    const reply = await client.post(path, {}, recordedReplySchema)
    print(io, options.json, reply, ({ eventId, version }, _, lang) =>
      lang === 'fr'
        ? `Consigné (version ${version}) : ${eventId}`
        : `Recorded as version ${version}: ${eventId}`,
    )
  })
  const drop = addOfficeOptions(
    group.command('drop').description('drop it: nothing is recorded').argument('<id>'),
  )
  withExamples(drop, `concert approvals drop ${example}`)
  drop.action(async (id: string, options: TargetOptions) => {
    const client = await findOffice(options)
    const path = `/v1/prepared/${encodeURIComponent(id)}/drop`
    const dropped = await client.post(path, {}, preparedSchema)
    print(io, options.json, dropped, (_, __, lang) =>
      lang === 'fr' ? 'Écarté : rien n’a été consigné' : 'Dropped: nothing was recorded',
    )
  })
}

function listText(
  { prepared }: { readonly prepared: readonly PreparedCommand[] },
  paint: Paint,
  lang: Lang,
): string {
  const french = lang === 'fr'
  if (prepared.length === 0)
    return french ? 'Rien n’attend une deuxième personne' : 'Nothing waits for a second person'
  return prepared
    .map(
      ({ id, act, about, preparedBy, preparedAt }) =>
        `${paint('bold', about)}  ${act}\n  ${id}  ${french ? 'préparé par' : 'prepared by'} ${preparedBy.name}, ${preparedAt}`,
    )
    .join('\n')
}
