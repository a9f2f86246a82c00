// `concert joint …`: several offices do one thing together, each by its own decision. Names and options only.

import { InvalidArgumentError, Option, type Command } from 'commander'
import { addJointListOptions } from '../kit/lists.ts'
import { list, addOfficeOptions, wholeNumber, withExamples } from '../kit/options.ts'
import type { Io } from '../kit/output.ts'
import type { JointOptions } from './send.ts'

const example = 'ca-bc-oipc:J21-01'
type Options = JointOptions & Readonly<Record<string, unknown>>
type Fields = (options: Options, args: readonly string[]) => Record<string, unknown>

export function register(program: Command, io: Io): void {
  const joint = program
    .command('joint')
    .description(
      'joint actions: several offices propose, consent and act together; each decides alone',
    )
  withExamples(
    joint,
    `concert joint propose ${example} --file cases/joint.example.json`,
    `concert joint consent ${example} --office ca-ab-oipc --by 'A. Officer'`,
    `concert joint show ${example} --office ca-ab-oipc`,
  )

  registerReads(joint, io)
  registerProposals(joint, io)
  for (const step of steps) registerStep(joint, io, step)
}

/** One command to a joint action: the proposer's about the whole of it, or a participant's about its own part. */
interface Step {
  readonly by: 'proposer' | 'participant'
  readonly name: keyof typeof exampleOf
  readonly description: string
  readonly build: (command: Command) => Command
  readonly fields: Fields
}

function registerProposals(joint: Command, io: Io): void {
  addCommand(
    joint,
    'propose',
    'propose a joint action; the document is sealed to the offices that are invited',
    addProposalOptions,
    async (options, id) => (await import('./send.ts')).propose(io, id, options),
  )
  addCommand(
    joint,
    'amend',
    'propose a new version: consents to the former one lapse. With --file the whole proposal, else the current one with what the options change',
    (c) => addProposalOptions(c).option('--because <text>', 'why'),
    async (options, id) => (await import('./send.ts')).amend(io, id, options),
  )
}

function registerStep(
  joint: Command,
  io: Io,
  { by: who, name, description, build, fields }: Step,
): void {
  addCommand(joint, name, description, build, async (options, id, args) => {
    const { sendToProposer, sendToParticipant } = await import('./send.ts')
    const send = who === 'proposer' ? sendToProposer : sendToParticipant
    await send(io, id, { kind: name, ...fields(options, args) }, options)
  })
}

function addCommand(
  joint: Command,
  name: keyof typeof exampleOf,
  description: string,
  build: (command: Command) => Command,
  run: (options: Options, id: string, args: readonly string[]) => Promise<void>,
): void {
  const command = addRecordOptions(
    build(
      joint
        .command(name)
        .description(description)
        .argument('<joint>', 'its id, proposing office:number'),
    ),
  )
  withExamples(command, `concert joint ${name} ${example} ${exampleOf[name]}`)
  command.action(async () => {
    const [id = '', ...args] = command.args
    await run(command.opts<Options>(), id, args)
  })
}

function registerReads(joint: Command, io: Io): void {
  const all = addJointListOptions(
    addOfficeOptions(
      joint
        .command('list')
        .description('joint actions that are known, what waits for this office first'),
    ),
  )
  withExamples(
    all,
    'concert joint list',
    'concert joint list --waiting --sort reply',
    'concert joint list --office ca-qc-cai --json',
  )
  all.action(async (options) => (await import('./read.ts')).listJoint(io, options))

  const read = (name: 'show' | 'readiness' | 'document', description: string) => {
    const command = addOfficeOptions(
      joint
        .command(name)
        .description(description)
        .argument('<joint>', 'its id, proposing office:number'),
    )
    withExamples(
      command,
      `concert joint ${name} ${example}`,
      `concert joint ${name} ${example} --office ca-ab-oipc --json`,
    )
    command.action(async (id: string, options) =>
      (await import('./read.ts'))[name](io, id, options),
    )
  }
  read(
    'show',
    'one joint action: its text, where every office stands, what is lacking, what was said, what to do next',
  )
  read(
    'readiness',
    'each office ready, or blocked and why; the earliest moment at which all may lawfully act',
  )
  read('document', 'the released text, with the signature of every office that revealed it')

  const watch = addOfficeOptions(
    joint
      .command('watch')
      .description(
        'print its events as they happen, until Ctrl-C; --json gives one JSON value per line',
      )
      .argument('<joint>', 'its id, proposing office:number'),
  ).option('--until-ended', 'end when the action has ended')
  withExamples(
    watch,
    `concert joint watch ${example}`,
    `concert joint watch ${example} --office ca-fed-opc --until-ended --json`,
  )
  watch.action(async (id: string, options) =>
    (await import('./watch.ts')).watchJoint(io, id, options),
  )
}

/** Provenance is the office's own word here: there is no source to cite. */
function addRecordOptions(command: Command): Command {
  const recorded = addOfficeOptions(command)
    .option('--on <date>', "legal date, YYYY-MM-DD (default: today by the office's legal clock)")
    .option('--id <id>', 'command id; the same id is the same command (default: a new one)')
  return recorded.options.some((option) => option.long === '--by')
    ? recorded
    : recorded.option(...by)
}

function version(command: Command): Command {
  return command.option(
    '--version <n>',
    'the version that you have read, as "show" displays it (default: the current one)',
    wholeNumber,
  )
}

function moments(command: Command): Command {
  return command
    .option(
      '--moment <instant>',
      "when all act: RFC 3339 with its offset, or 'YYYY-MM-DD HH:MM' by the clock of the office that the command is sent to",
    )
    .option(
      '--own-moment <office=instant>',
      "another moment for one office, 'YYYY-MM-DD HH:MM' by its own clock; again for each",
      ownMoment,
    )
}

function addProposalOptions(command: Command): Command {
  return moments(
    command.option(
      '--file <proposal.json>',
      'the proposal as JSON (- for standard input); the options below override it',
    ),
  )
    .addOption(
      new Option('--action <kind>', 'what is done together').choices([
        'issuance',
        'statement',
        'compliance-date',
        'escalation',
        'request',
        'hearing',
        'assistance',
        'deconfliction',
      ]),
    )
    .option('--matter <id>', 'the matter that it belongs to')
    .option('--offices <ids>', 'who is invited; the proposer too, where it acts itself', list)
    .option(
      '--required <ids>',
      'without these nobody is released (default: all that are invited)',
      list,
    )
    .option('--quorum <n>', 'how many must consent (default: as many as are required)', wholeNumber)
    .addOption(
      new Option('--silence <meaning>', 'what silence means (default: abstention)').choices([
        'no-objection',
        'abstention',
        'objection',
      ]),
    )
    .option(
      '--reply-by <instant>',
      'the last moment to answer, as --moment (default: in two weeks)',
    )
    .option(
      '--window-seconds <n>',
      'how long after its moment an office may still act (default: 60)',
      wholeNumber,
    )
    .addOption(
      new Option('--start <who>', 'who gives the go (default: coordinator)').choices([
        'coordinator',
        'quorum',
      ]),
    )
    .addOption(
      new Option('--partition <how>', 'what a cut leads to (default: call-off)').choices([
        'wait',
        'call-off',
      ]),
    )
    .addOption(
      new Option(
        '--compensation <how>',
        'what those who acted do where not all could (default: none)',
      ).choices(['none', 'withdraw', 'correction']),
    )
    .option('--title-en <text>', 'the title in English')
    .option('--title-fr <text>', 'the title in French')
    .option('--text-en <text>', 'the text in English')
    .option('--text-fr <text>', 'the text in French')
}

function ownMoment(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [office = '', at = '', ...more] = text.split('=')
  if (office === '' || at === '' || more.length > 0)
    throw new InvalidArgumentError(
      "expected an office and a moment such as 'ca-qc-cai=2021-12-14 18:00'",
    )
  return { ...before, [office]: at }
}

const by = [
  '--by <name>',
  'the officer who says so (default: who signed in with "concert login")',
] as const

const exampleOf = {
  propose: '--file cases/joint.example.json',
  amend: `--text-en 'Stop.' --text-fr 'Cessez.' --because 'shorter'`,
  postpone: `--moment '2021-12-15 09:00'`,
  clarify: `ca-qc-cai Q1 --text 'It names no person'`,
  go: `--moment '2021-12-14 09:00' --own-moment 'ca-qc-cai=2021-12-14 18:00'`,
  cancel: `--reason 'overtaken by events'`,
  consent: `--office ca-ab-oipc --by 'A. Officer' --condition-with ca-qc-cai`,
  approve: `--office ca-ab-oipc --by 'B. Registrar'`,
  object: `--office ca-qc-cai --finding F1 --risk 'says too much'`,
  abstain: '--office ca-fed-opc',
  delegate: `'B. Registrar' --office ca-ab-oipc`,
  withdraw: `--office ca-ab-oipc --reason 'a court has stayed the order'`,
  ask: `Q1 --office ca-qc-cai --text 'Does it name a person?'`,
  forward: `ca-fed-opc --office ca-ab-oipc --text 'federal works are theirs'`,
  split: '--office ca-ab-oipc --file parts.json',
  answer: 'granted --office ca-ab-oipc',
} as const

const none: Fields = () => ({})
const text: Fields = (o) => ({ text: o['text'] })

const steps: readonly Step[] = [
  {
    by: 'proposer',
    name: 'postpone',
    description: 'move it to later, with the same text: consents remain valid',
    build: (c) =>
      moments(c)
        .option('--reply-by <instant>', 'the new last moment to answer')
        .option('--because <text>', 'why'),
    fields: (o) => ({ because: o['because'] }),
  },
  {
    by: 'proposer',
    name: 'clarify',
    description: "answer an office's question; all invited offices see the answer",
    build: (c) =>
      c
        .argument('<office>', 'who asked')
        .argument('<question>', 'its name')
        .requiredOption('--text <text>', 'the answer'),
    fields: (o, [office, question]) => ({ office, question, ...text(o, []) }),
  },
  {
    by: 'proposer',
    name: 'go',
    description: 'give the go: offices commit, and are released together at the moment',
    build: moments,
    fields: none,
  },
  {
    by: 'proposer',
    name: 'cancel',
    description: 'end it before anybody was released',
    build: (c) => c.requiredOption('--reason <text>', 'why'),
    fields: (o) => ({ reason: o['reason'] }),
  },
  {
    by: 'participant',
    name: 'consent',
    description: 'prepare a consent; another officer approves it',
    build: (c) =>
      version(c)
        .option('--condition-not-before <instant>', 'only from this moment on')
        .option('--condition-with <offices>', 'only together with these', list)
        .option('--condition-text <text>', 'a condition in words')
        .option(
          '--drafts <drafts.json>',
          'what the office will do to its own orders: {"drafts": [{"order", "command"}]}, sealed to itself',
        )
        .option(...by),
    fields: none,
  },
  {
    by: 'participant',
    name: 'approve',
    description: 'approve the prepared consent, as another officer',
    build: (c) => version(c).option(...by),
    fields: none,
  },
  {
    by: 'participant',
    name: 'object',
    description: 'object, with reasons',
    build: (c) =>
      version(c)
        .option('--finding <id>', 'which finding')
        .option('--risk <text>', 'which risk')
        .option('--change <text>', 'what should change')
        .option(
          '--file <objections.json>',
          'several: {"objections": [{"finding", "risk", "change"}]} (- for standard input)',
        ),
    fields: none,
  },
  {
    by: 'participant',
    name: 'abstain',
    description: 'abstain: take no part, without objecting',
    build: (c) => version(c).option('--reason <text>', 'why'),
    fields: (o) => ({ reason: o['reason'] }),
  },
  {
    by: 'participant',
    name: 'delegate',
    description: 'say who alone may approve for the office',
    build: (c) =>
      c.argument('<officer>', 'the name of the officer, or nobody: any second officer again'),
    fields: (_, [name]) => ({ to: name === 'nobody' ? null : name }),
  },
  {
    by: 'participant',
    name: 'withdraw',
    description: 'withdraw from it, until the release',
    build: (c) => c.requiredOption('--reason <text>', 'why'),
    fields: (o) => ({ reason: o['reason'] }),
  },
  {
    by: 'participant',
    name: 'ask',
    description: 'ask the proposer for a clarification',
    build: (c) =>
      version(c)
        .argument('<question>', 'a name for it, such as Q1')
        .requiredOption('--text <text>', 'the question'),
    fields: (o, [question]) => ({ question, ...text(o, []) }),
  },
  {
    by: 'participant',
    name: 'forward',
    description: 'name another office as the competent one',
    build: (c) =>
      version(c)
        .argument('<to>', 'the office')
        .requiredOption('--text <text>', 'why, for the proposer'),
    fields: (o, [to]) => ({ to, ...text(o, []) }),
  },
  {
    by: 'participant',
    name: 'split',
    description: 'say which part of the request belongs to which office',
    build: (c) =>
      version(c).requiredOption(
        '--file <parts.json>',
        '{"parts": [{"part", "to", "text"}]} (- for standard input)',
      ),
    fields: none,
  },
  {
    by: 'participant',
    name: 'answer',
    description: 'answer a question, to the proposer alone',
    build: (c) =>
      version(c)
        .argument('<answer>', 'yes, no or ask; granted, partly or declined')
        .option('--text <text>', 'with a request for assistance: what is given'),
    fields: (o, [answer]) => ({ answer, ...text(o, []) }),
  },
]
