// Sends one command to a joint action: the proposer's to its own proposal, a participant's to its own part.

import { randomUUID } from 'node:crypto'
import type { JointId } from '../../../shared/kernel/ids.ts'
import { present } from '../../../shared/kernel/present.ts'
import { type ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type { OfficeClient } from '../../client/office-client.ts'
import { jointCommandSchema } from '../../../shared/contract/joint.schema.ts'
import { clockViewSchema, officeViewSchema } from '../../../shared/contract/views.schema.ts'
import { localOffices, readEnvironment } from '../kit/environment.ts'
import type { Io } from '../kit/output.ts'
import { renderJointRecorded } from './parts.ts'
import { signInAt } from '../kit/sign-ins.ts'
import { findOffice, type TargetOptions } from '../kit/target.ts'
import { detailOf, jointFrom } from './read.ts'
import { instantFrom } from './instants.ts'
import { complete, readJson, tellReply } from '../kit/send.ts'

export interface JointOptions extends TargetOptions {
  readonly on?: string
  readonly by?: string
  readonly id?: string
  readonly file?: string
  readonly version?: number
  readonly because?: string
  readonly moment?: string
  readonly ownMoment?: Readonly<Record<string, string>>
  readonly replyBy?: string
  readonly titleEn?: string
  readonly titleFr?: string
  readonly textEn?: string
  readonly textFr?: string
  readonly finding?: string
  readonly risk?: string
  readonly change?: string
  readonly conditionNotBefore?: string
  readonly conditionWith?: readonly string[]
  readonly conditionText?: string
  readonly drafts?: string
}
type Fields = Readonly<Record<string, unknown>>

export async function propose(io: Io, id: string, options: JointOptions & Fields): Promise<void> {
  const file = options.file === undefined ? {} : await readJson(options.file)
  await sendToProposer(io, id, { ...proposalOf(file, options), kind: 'propose' }, options)
}

export async function amend(io: Io, id: string, options: JointOptions & Fields): Promise<void> {
  const joint = jointFrom(id)
  const before =
    options.file === undefined
      ? await currentOf(await findOffice(options, { order: joint }), joint)
      : await readJson(options.file)
  await sendToProposer(
    io,
    joint,
    { ...proposalOf(before, options), ...present({ because: options.because }), kind: 'amend' },
    options,
  )
}

export async function sendToProposer(
  io: Io,
  id: string,
  fields: Fields,
  options: JointOptions,
): Promise<void> {
  const joint = jointFrom(id)
  const client = await findOffice(options, { order: joint })
  const { moment, ownMoment } = options
  const replyBy =
    options.replyBy ??
    (asksForReplies.has(String(fields['kind'])) && fields['replyBy'] === undefined
      ? await inTwoWeeks(io, client)
      : undefined)
  await send(
    io,
    client,
    joint,
    await inUtc(io, client, {
      ...fields,
      ...present({ moment, replyBy }),
      ...(ownMoment === undefined
        ? {}
        : { moments: { ...recordIn(fields['moments']), ...ownMoment } }),
    }),
    options,
  )
}

const asksForReplies = new Set(['propose', 'amend'])
const twoWeeksMs = 14 * 24 * 3_600_000

/** By the office's legal clock. */
async function inTwoWeeks(io: Io, client: OfficeClient): Promise<string> {
  const { legalNow } = await client.get('/v1/clock', clockViewSchema)
  const replyBy = new Date(Date.parse(legalNow) + twoWeeksMs).toISOString()
  io.err(`replies are due by ${replyBy}, in two weeks; --reply-by sets another moment`)
  return replyBy
}

export async function sendToParticipant(
  io: Io,
  id: string,
  fields: Fields,
  options: JointOptions,
): Promise<void> {
  const joint = jointFrom(id)
  const { url, dataDir } = readEnvironment()
  const local = options.data === undefined ? dataDir : options.data
  // In nobody's name by accident: which of several offices here speaks is never a default.
  if (
    options.office === undefined &&
    options.url === undefined &&
    url === undefined &&
    (localOffices(local)?.length ?? 0) > 1
  )
    throw problemError('invalid-input', {
      en: 'Which office speaks? Several are here: name it with --office',
      fr: 'Quel organisme parle? Il y en a plusieurs ici : nommez-le par --office',
    })
  const client = await findOffice(options, { order: joint })
  if (signed.has(String(fields['kind'])) && byOf(client, options) === undefined) throw whoSigns()
  const id_ = options.id ?? `cli/${randomUUID()}`
  const said = { ...fields, ...(await ownFields(io, client, String(fields['kind']), id_, options)) }
  await send(
    io,
    client,
    joint,
    versionless.has(String(fields['kind']))
      ? said
      : { ...said, version: options.version ?? (await currentVersion(io, client, joint)) },
    { ...options, id: id_ },
  )
}

/** What two officers sign, one after the other, names them. */
const signed = new Set(['consent', 'approve'])

function whoSigns(): ProblemError {
  return problemError(
    'invalid-input',
    {
      en: 'Which officer says so? Name them with --by, or sign in with "concert login"',
      fr: 'Qui le dit? Nommez la personne par --by, ou connectez-vous par « concert login »',
    },
    '',
    { path: 'by' },
  )
}

/** These two do not depend on what the proposal says. */
const versionless = new Set(['delegate', 'withdraw'])

async function currentVersion(io: Io, client: OfficeClient, joint: JointId): Promise<number> {
  const { version } = await detailOf(client, joint)
  io.err(`about version ${version} of ${joint}, the current one at ${client.url}`)
  return version
}

/** Whoever signed in says so themselves, and need not say who they are. */
function byOf(client: OfficeClient, { by }: JointOptions): string | undefined {
  return by ?? signInAt(client.url)?.name
}

async function send(
  io: Io,
  client: OfficeClient,
  joint: JointId,
  fields: Fields,
  options: JointOptions,
): Promise<void> {
  const { on, id } = options
  const by = byOf(client, options)
  const command = await complete(client, jointCommandSchema, fields, present({ on, by, id }))
  await tellReply(
    io,
    () => client.sendJoint(joint, command),
    command.id,
    options,
    (recorded, paint) => renderJointRecorded(joint, command, recorded, paint, options.office),
  )
}

async function ownFields(
  io: Io,
  client: OfficeClient,
  kind: string,
  id: string,
  options: JointOptions,
): Promise<Fields> {
  if (kind === 'split') return readJson(options.file ?? '-')
  if (kind === 'object') {
    const { finding, risk, change } = options
    const one = present({ finding, risk, change })
    const file = options.file === undefined ? {} : await readJson(options.file)
    if (Object.keys(one).length === 0) return file
    return {
      ...file,
      objections: [
        ...(Array.isArray(file['objections']) ? (file['objections'] as unknown[]) : []),
        one,
      ],
    }
  }
  if (kind !== 'consent') return {}
  const { conditionNotBefore: notBefore, conditionWith: offices, conditionText: text } = options
  const conditions = [
    ...(notBefore === undefined
      ? []
      : [
          {
            kind: 'not-before',
            moment: (await inUtc(io, client, { moment: notBefore }))['moment'],
          },
        ]),
    ...(offices === undefined ? [] : [{ kind: 'with', offices }]),
    ...(text === undefined ? [] : [{ kind: 'words', text }]),
  ]
  return {
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(options.drafts === undefined
      ? {}
      : draftsOf(await readJson(options.drafts), id, options.on ?? '2000-01-01')),
  }
}

/** Ids follow from the command's, so that the same command has the same drafts; the date is replaced when the office acts. */
function draftsOf(file: Fields, id: string, on: string): Fields {
  const { drafts } = file
  if (!Array.isArray(drafts)) return file
  return {
    ...file,
    drafts: drafts.map((draft: unknown, at) => ({
      ...recordIn(draft),
      command: { id: `${id}/${at + 1}`, on, ...recordIn(recordIn(draft)['command']) },
    })),
  }
}

function proposalOf(before: Fields, options: JointOptions & Fields): Fields {
  const { titleEn, titleFr, textEn, textFr } = options
  const chosen = present(
    Object.fromEntries(
      [
        'action',
        'matter',
        'offices',
        'required',
        'quorum',
        'silence',
        'windowSeconds',
        'start',
        'partition',
        'compensation',
      ].map((key) => [key, options[key]]),
    ),
  )
  const title = present({ en: titleEn, fr: titleFr })
  const text = present({ en: textEn, fr: textFr })
  const given = [
    ['title', title],
    ['text', text],
  ] as const
  const document = given
    .filter(([, said]) => Object.keys(said).length > 0)
    .reduce<Fields>(
      (made, [key, said]) => ({ ...made, [key]: { ...recordIn(made[key]), ...said } }),
      recordIn(before['document']),
    )
  return { ...before, ...chosen, ...(Object.keys(document).length === 0 ? {} : { document }) }
}

async function currentOf(client: OfficeClient, joint: JointId): Promise<Fields> {
  const { choices, document } = await detailOf(client, joint)
  return { ...choices, ...(document === null ? {} : { document }) }
}

/** Local times become instants: an office's own moment by its own clock, everything else by the clock of the office that the command is sent to. */
async function inUtc(io: Io, client: OfficeClient, fields: Fields): Promise<Fields> {
  const single = ['moment', 'replyBy'].filter((key) => typeof fields[key] === 'string')
  const own = Object.entries(recordIn(fields['moments'])).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  if (single.length === 0 && own.length === 0) return fields
  const { office, offices } = await client.get('/v1/office', officeViewSchema)
  const convert = (text: string, zone: string, where: string) => {
    const instant = instantFrom(text, zone, where)
    if (!/(z|[+-]\d{2}:\d{2})$/i.test(text)) io.err(`${where}: ${text} in ${zone} is ${instant}`)
    return instant
  }
  const zoneOf = (id: string) => {
    const zone = offices.find((each) => each.id === id)?.zone
    if (zone === undefined)
      throw problemError(
        'not-found',
        {
          en: `${office.id} knows no office "${id}"; known are ${offices.map((each) => each.id).join(', ')}`,
          fr: `${office.id} ne connaît pas d'organisme « ${id} »; sont connus : ${offices.map((each) => each.id).join(', ')}`,
        },
        id,
      )
    return zone
  }
  return {
    ...fields,
    ...Object.fromEntries(
      single.map((key) => [
        key,
        convert(String(fields[key]), office.zone, key === 'moment' ? 'moment' : 'reply by'),
      ]),
    ),
    ...(own.length === 0
      ? {}
      : {
          moments: Object.fromEntries(
            own.map(([id, text]) => [id, convert(text, zoneOf(id), `moment of ${id}`)]),
          ),
        }),
  }
}

function recordIn(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {}
}
