// `concert desk …`: who has an order, a matter or a joint action on their desk at an office, until when, and the notes about it. Nothing of it is recorded in a ledger.

import { randomUUID } from 'node:crypto'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import {
  deskAboutSchema,
  deskItemSchema,
  deskKinds,
  priorities,
  savedViewSchema,
  viewLists,
  type DeskAbout,
  type DeskChange,
  type DeskItem,
} from '../../shared/contract/desk.schema.ts'
import { utcText } from '../../shared/kernel/date.ts'
import { problemError } from '../../shared/kernel/problems.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { addOfficeOptions, withExamples } from './kit/options.ts'
import { print, type Io, type Paint } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

const what = 'an order or a joint action (office:number), or a matter (its id)'

interface About extends TargetOptions {
  readonly kind?: DeskAbout['kind']
}

export function register(program: Command, io: Io): void {
  const group = program
    .command('desk')
    .description('who of an office has what on their desk, until when, and notes: no ledger has it')
  withExamples(
    group,
    'concert desk claim ca-bc-oipc:P21-08',
    'concert desk hand ca-bc-oipc:P21-08 "A. Roy"',
    'concert desk note clearview-ai "Called their counsel; a reply by Friday"',
  )
  const about = (name: string, description: string) =>
    addOfficeOptions(
      group.command(name).description(description).argument('<what>', what),
    ).addOption(
      new Option('--kind <kind>', 'of which kind it is, where it is not clear').choices([
        ...deskKinds,
      ]),
    )
  const change = (
    command: Command,
    example: string,
    changeOf: (value: string) => DeskChange,
  ): void => {
    withExamples(command, example)
    // Commander gives every declared argument, then the options.
    command.action(async (id: string, ...more: readonly unknown[]) => {
      const options = more.at(-2) as About
      const value = typeof more[0] === 'string' ? more[0] : ''
      await sendChange(io, id, options, changeOf(value))
    })
  }
  const show = about('show', 'who has it, until when, and the notes')
  withExamples(show, 'concert desk show ca-bc-oipc:P21-08')
  show.action(async (id: string, options: About) => {
    const client = await findOffice(options)
    print(
      io,
      options.json,
      await client.get(pathOf(aboutFrom(id, options)), deskItemSchema),
      renderItem,
    )
  })
  change(about('claim', 'take it on'), 'concert desk claim ca-bc-oipc:P21-08', () => ({
    kind: 'claim',
  }))
  change(about('release', 'take it off the desk'), 'concert desk release clearview-ai', () => ({
    kind: 'release',
  }))
  change(
    about('hand', 'hand it over').argument('<to>', 'to a colleague, by name or id'),
    'concert desk hand ca-bc-oipc:P21-08 "A. Roy"',
    (to) => ({ kind: 'hand', to }),
  )
  change(
    about('due', "set the office's own date").argument('<date>', 'YYYY-MM-DD, or none'),
    'concert desk due ca-bc-oipc:P21-08 2022-01-10',
    (due) => ({ kind: 'set-due', due: (due === 'none' ? null : due) as never }),
  )
  change(
    about('priority', 'say how urgent it is').argument('<priority>', priorities.join(', ')),
    'concert desk priority ca-bc-oipc:P21-08 high',
    (priority) => ({ kind: 'set-priority', priority: priority as never }),
  )
  change(
    about('note', 'write a note').argument('<text>', 'the note'),
    'concert desk note ca-bc-oipc:P21-08 "Called their counsel"',
    (text) => ({ kind: 'note', id: randomUUID(), text }),
  )
  change(
    about('strike', 'strike out a note: it stays, and says so').argument('<note>', 'its id'),
    'concert desk strike ca-bc-oipc:P21-08 4f0c8a52-6e2b-4b1f-9a43-0d8f8f0f6f11',
    (note) => ({ kind: 'strike', note }),
  )
  registerViews(group, io)
}

function registerViews(group: Command, io: Io): void {
  const views = addOfficeOptions(
    group.command('views').description('the views of lists that are saved; --view shows one'),
  )
  withExamples(views, 'concert desk views', 'concert order list --view "my overdue"')
  views.action(async (options: TargetOptions) => {
    const client = await findOffice(options)
    print(io, options.json, await client.get('/v1/views', viewsSchema), ({ views: all }, paint) =>
      all.length === 0
        ? 'No views.'
        : all
            .map(
              ({ id, name, list, query, shared, by }) =>
                `${paint('bold', name)}  ${list}${shared ? `, shared by ${by.name}` : ''}\n  ${query === '' ? 'without filters' : query}\n  ${id}`,
            )
            .join('\n'),
    )
  })
  const save = addOfficeOptions(
    group
      .command('save-view')
      .description('save filters and order of a list under a name')
      .argument('<list>', viewLists.join(', '))
      .argument('<name>', 'what it is called')
      .argument('[query]', 'as the address of the page has it: office=ca-bc-oipc&sort=due', ''),
  ).option('--shared', 'for everybody of the office')
  withExamples(save, 'concert desk save-view orders "my overdue" "work=overdue&owner=me"')
  save.action(
    async (
      list: string,
      name: string,
      query: string,
      options: TargetOptions & { readonly shared?: boolean },
    ) => {
      const client = await findOffice(options)
      const asked = { list, name, query, shared: options.shared === true }
      const saved = await client.post('/v1/views', asked, savedViewSchema)
      print(io, options.json, saved, (view, paint) => `${paint('green', 'saved')}  ${view.name}`)
    },
  )
  const remove = addOfficeOptions(
    group.command('remove-view').description('remove one').argument('<view>', 'its id'),
  )
  withExamples(remove, 'concert desk remove-view 4f0c8a52-6e2b-4b1f-9a43-0d8f8f0f6f11')
  remove.action(async (id: string, options: TargetOptions) => {
    const client = await findOffice(options)
    const path = `/v1/views/${encodeURIComponent(id)}/remove`
    print(
      io,
      options.json,
      await client.post(path, {}, savedViewSchema),
      ({ name }) => `Removed: ${name}`,
    )
  })
}

const viewsSchema = z.strictObject({ views: z.array(savedViewSchema) })

async function sendChange(io: Io, id: string, options: About, change: DeskChange): Promise<void> {
  const about = aboutFrom(id, options)
  const client = await findOffice(options, about.kind === 'order' ? { order: about.id } : {})
  print(io, options.json, await client.post(pathOf(about), change, deskItemSchema), renderItem)
}

/** By its form: a number that begins with J is a joint action's, as the numbers that are offered do; --kind says otherwise. */
function aboutFrom(id: string, { kind }: About): DeskAbout {
  const [, number] = id.split(':')
  const likely = number === undefined ? 'matter' : /^J\d/.test(number) ? 'joint' : 'order'
  const parsed = deskAboutSchema.safeParse({ kind: kind ?? likely, id })
  if (parsed.success) return parsed.data
  throw problemError(
    'invalid-input',
    {
      en: `"${id}" names no order, matter or joint action`,
      fr: `« ${id} » ne désigne ni ordonnance, ni dossier, ni action conjointe`,
    },
    id,
  )
}

function pathOf({ kind, id }: DeskAbout): string {
  return `/v1/desk/${kind}/${encodeURIComponent(id)}`
}

function renderItem(item: DeskItem, paint: Paint, lang: Lang): string {
  const { about, owner, due, priority, notes } = item
  const words = itemWords[lang]
  return [
    paint('bold', `${about.id}`),
    `  ${words.owner}  ${owner?.name ?? words.nobody}`,
    `  ${words.due}  ${due ?? words.none}`,
    `  ${words.priority}  ${words[priority]}`,
    ...notes.map(({ id, by, at, text, struck }) => {
      const head = `  ${utcText(at)}  ${by.name}  ${paint('dim', id)}`
      const said = text.split('\n').map((line) => `    ${line}`)
      return struck === null
        ? [head, ...said].join('\n')
        : [
            `${head}  ${words.struck} ${struck.by.name}`,
            ...said.map((line) => paint('dim', line)),
          ].join('\n')
    }),
  ].join('\n')
}

const itemWords = {
  en: {
    owner: 'has it  ',
    due: 'own date',
    priority: 'urgency ',
    nobody: 'nobody',
    none: 'none',
    high: 'urgent',
    normal: 'usual',
    low: 'can wait',
    struck: 'struck out by',
  },
  fr: {
    owner: 'chargé de',
    due: 'date interne',
    priority: 'urgence  ',
    nobody: 'personne',
    none: 'aucune',
    high: 'urgent',
    normal: 'habituelle',
    low: 'peut attendre',
    struck: 'biffée par',
  },
} as const satisfies Record<Lang, Record<string, string>>
