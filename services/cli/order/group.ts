// `concert order …`: what may be done to an order, and what is known of one. Names and options only.

import { Option, type Command } from 'commander'
import {
  collect,
  dollars,
  list,
  addDateOptions,
  addFactOptions,
  addOfficeOptions,
  wholeNumber,
  withExamples,
  yesOrNo,
} from '../kit/options.ts'
import { addOrderListOptions } from '../kit/lists.ts'
import type { Io } from '../kit/output.ts'
import type { FactOptions } from '../kit/send.ts'

const example = 'ca-bc-oipc:P21-08'

export function register(program: Command, io: Io): void {
  const order = program
    .command('order')
    .description('binding orders: issue, follow, escalate, show')
  withExamples(
    order,
    `concert order issue --file order.json`,
    `concert order serve ${example} --party clearview-ai-inc --means courier --on 2021-12-14`,
    `concert order comply ${example} --terms T3 --partial`,
  )

  registerIssue(order, io)
  for (const act of acts) registerAct(order, io, act)
  registerReads(order, io)
}

function registerIssue(order: Command, io: Io): void {
  const issue = addFactOptions(
    order
      .command('issue')
      .description('issue an order')
      .argument('[order]', 'its id, office:number'),
  )
    .option(
      '--file <order.json>',
      'the order as JSON (- for standard input); the options below override it',
    )
    .option('--matter <id>', 'the matter that it belongs to')
    .option('--statute <id>', 'the statute that it is made under')
    .option('--respondent <id=name>', 'whom it binds')
    .addOption(
      new Option('--respondent-kind <kind>', 'what the respondent is').choices([
        'organization',
        'individual',
      ]),
    )
    .option('--term <json>', 'one term as JSON; again for each', collect)
  withExamples(
    issue,
    'concert order issue ca-bc-oipc:P26-01 --file cases/order.example.json',
    `concert order issue ${example} --matter clearview-ai --statute ca-bc-pipa --on 2021-12-14 --respondent 'clearview-ai-inc=Clearview AI, Inc.' --term "$(cat term.json)"`,
  )
  issue.action(async (id: string | undefined, options) =>
    (await import('./issue.ts')).issueOrder(io, id, options),
  )
}

/** A fact about an order: its own options, and the fields of the command that they become. */
interface Act {
  readonly name: keyof typeof exampleOf
  readonly description: string
  readonly build: (command: Command) => Command
  readonly fields: (
    options: Readonly<Record<string, unknown>>,
    args: readonly string[],
  ) => Record<string, unknown>
}

function registerAct(order: Command, io: Io, { name, description, build, fields }: Act): void {
  const command = build(
    addFactOptions(
      order.command(name).description(description).argument('<order>', 'its id, office:number'),
    ),
  )
  withExamples(command, `concert order ${name} ${example} ${exampleOf[name]}`)
  command.action(async () => {
    const [id = '', ...args] = command.args
    const options = command.opts<FactOptions & Record<string, unknown>>()
    await (await import('../kit/send.ts')).sendOrder(io, id, fields(options, args), options)
  })
}

const terms = ['--terms <ids>', 'these terms only, such as T1,T2 (default: all)'] as const
const against = [
  '--against <ids>',
  'as against these respondents only, such as acme,globex (default: all whom the terms bind)',
] as const
const party = ['--party <id>', 'which respondent (default: all of them)'] as const

const acts: readonly Act[] = [
  {
    name: 'serve',
    description: 'record that a copy was given to a party: this starts clocks',
    build: (c) =>
      c
        .requiredOption('--party <id>', 'who received it')
        .requiredOption(
          '--means <means>',
          'how: hand, mail, courier, email, substituted, abroad, deemed, unknown, or other words',
        ),
    fields: (o) => ({ kind: 'serve', party: o['party'], means: o['means'] }),
  },
  {
    name: 'succeed',
    description: "record that another one stands in a respondent's place",
    build: (c) =>
      c
        .requiredOption('--party <id>', 'in whose place')
        .requiredOption('--name <name>', 'the name of the successor')
        .addOption(
          new Option('--party-kind <kind>', 'what the successor is')
            .choices(['organization', 'individual'])
            .default('organization'),
        )
        .requiredOption('--reason <text>', 'how: a merger, a sale'),
    fields: (o) => ({
      kind: 'succeed',
      party: o['party'],
      name: o['name'],
      partyKind: o['partyKind'],
      reason: o['reason'],
    }),
  },
  {
    name: 'dispute-service',
    description: 'record that a party says it was not given a copy, or not on that day',
    build: (c) =>
      c
        .requiredOption('--party <id>', 'who says so')
        .requiredOption('--reason <text>', 'what was said'),
    fields: (o) => ({ kind: 'dispute-service', party: o['party'], reason: o['reason'] }),
  },
  {
    name: 'decide-service',
    description: 'record whether a disputed copy counts',
    build: (c) =>
      c
        .argument('<outcome>', 'good or not-good')
        .requiredOption('--party <id>', 'who disputes it')
        .requiredOption('--forum <who>', 'who decided it: a court, or the office')
        .option('--given-on <date>', 'the day from which it counts, where that is another one')
        .option('--reason <text>', 'why'),
    fields: (o, [outcome]) => ({
      kind: 'decide-service',
      outcome,
      party: o['party'],
      forum: o['forum'],
      givenOn: o['givenOn'],
      reason: o['reason'],
    }),
  },
  {
    name: 'refuse',
    description: 'record that the respondent refuses terms',
    build: (c) =>
      c
        .option(...terms, list)
        .option(...party)
        .option('--reason <text>', 'what was said'),
    fields: (o) => ({
      kind: 'refuse',
      terms: o['terms'],
      party: o['party'],
      reason: o['reason'],
    }),
  },
  {
    name: 'comply',
    description: 'record compliance, full or partial',
    build: (c) =>
      c
        .option(...terms, list)
        .option(...party)
        .option('--partial', 'in part only'),
    fields: (o) => ({
      kind: 'comply',
      terms: o['terms'],
      party: o['party'],
      outcome: o['partial'] === true ? 'partial' : 'complied',
    }),
  },
  {
    name: 'challenge',
    description: 'record that a judicial review or an appeal was filed',
    build: (c) =>
      c
        .argument('<challenge>', 'a name for it, such as bc-jr')
        .addOption(
          new Option('--kind <kind>', 'what it is')
            .choices(['judicial-review', 'appeal'])
            .makeOptionMandatory(),
        )
        .requiredOption('--forum <court>', 'the court')
        .option('--party <id>', 'who filed it (default: the respondent)')
        .option('--from <citation>', 'the decision that is appealed')
        .option('--at <hour>', 'the hour at which the registry took it, such as 16:30')
        .option(...terms, list),
    fields: (o, [challenge]) => ({
      kind: 'challenge',
      challenge,
      challengeKind: o['kind'],
      forum: o['forum'],
      party: o['party'],
      from: o['from'],
      at: o['at'],
      terms: o['terms'],
    }),
  },
  {
    name: 'decide',
    description: 'record what a court decided on a challenge',
    build: (c) =>
      c
        .argument('<challenge>', 'its name')
        .argument(
          '[outcome]',
          'upheld, quashed, varied, remitted or withdrawn; of an appeal also dismissed or allowed',
        )
        .requiredOption('--citation <text>', 'the decision')
        .option(...terms, list)
        .option(
          '--then <what>',
          'what becomes of the order: order-stands, order-quashed, order-varied, back-to-court or back-to-office',
        )
        .option(
          '--result <terms=outcome>',
          'instead of one outcome: a result for some terms, such as T1,T2=quashed, or T1@acme=quashed as against acme only; again for each',
          collect,
        )
        .option(...against, list)
        .option('--by-consent <yes|no>', 'whether it was by consent', yesOrNo)
        .option('--ends-stay <yes|no>', 'whether it ends the stay (default: unknown)', yesOrNo),
    fields: (o, [challenge, outcome]) => ({
      kind: 'decide',
      challenge,
      outcome,
      then: o['result'] === undefined ? o['then'] : undefined,
      results: resultsOf(o['result'], o['then']),
      citation: o['citation'],
      terms: o['terms'],
      parties: o['against'],
      byConsent: o['byConsent'],
      endsStay: o['endsStay'],
    }),
  },
  {
    name: 'stay',
    description: "record a court's own stay: sought, ordered or lifted",
    build: (c) =>
      c
        .argument('<action>', 'sought, ordered or lifted')
        .requiredOption('--forum <court>', 'the court')
        .option(...terms, list)
        .option(...against, list)
        .option('--until <date>', 'the day on which it ends by itself')
        .option('--until-decision <challenge>', 'the challenge with whose decision it ends')
        .option('--conditions <text>', 'what it is subject to')
        .addOption(
          new Option(
            '--of <what>',
            'what is stayed; a publication that is stayed is sealed',
          ).choices(['order', 'penalty', 'publication', 'names']),
        ),
    fields: (o, [action]) => ({
      kind: 'stay',
      action,
      forum: o['forum'],
      terms: o['terms'],
      parties: o['against'],
      until: o['untilDecision'] === undefined ? o['until'] : { decision: o['untilDecision'] },
      conditions: o['conditions'],
      of: o['of'],
    }),
  },
  {
    name: 'extend',
    description: 'extend the time, where the law gives the power',
    build: (c) =>
      c
        .requiredOption('--to <date>', 'the new last day')
        .requiredOption('--reason <text>', 'why')
        .addOption(
          new Option('--granted-by <who>', 'who extends')
            .choices(['office', 'court'])
            .default('office'),
        )
        .option(...terms, list)
        .option(...against, list),
    fields: (o) => ({
      kind: 'extend',
      to: o['to'],
      reason: o['reason'],
      grantedBy: o['grantedBy'],
      terms: o['terms'],
      parties: o['against'],
    }),
  },
  {
    name: 'undo-extension',
    description: 'undo extensions: what was due before is due again',
    build: (c) => c.requiredOption('--reason <text>', 'why').option(...terms, list),
    fields: (o) => ({ kind: 'undo-extension', reason: o['reason'], terms: o['terms'] }),
  },
  {
    name: 'correct',
    description: 'correct the order, where the law gives the power',
    build: (c) =>
      c
        .requiredOption('--reason <text>', 'what and why')
        .option('--touches-conclusions', 'it changes what the order orders')
        .option('--asked', "on a party's motion (default: of the office's own)")
        .option('--en <text>', 'what the one term that is named says now, in English')
        .option('--fr <text>', 'the same in French')
        .option(...terms, list)
        .option(...against, list),
    fields: (o) => ({
      kind: 'correct',
      reason: o['reason'],
      terms: o['terms'],
      parties: o['against'],
      text:
        o['en'] === undefined && o['fr'] === undefined ? undefined : { en: o['en'], fr: o['fr'] },
      asked: o['asked'],
      touchesConclusions: o['touchesConclusions'] === true,
    }),
  },
  {
    name: 'reword',
    description: 'record what a term says since a court varied it',
    build: (c) =>
      c
        .argument('<term>', 'which term')
        .requiredOption('--decision <citation>', 'the decision that varied it, as it was recorded')
        .requiredOption('--en <text>', 'what it says now, in English')
        .requiredOption('--fr <text>', 'the same in French')
        .option(...against, list),
    fields: (o, [term]) => ({
      kind: 'reword',
      term,
      decision: o['decision'],
      text: { en: o['en'], fr: o['fr'] },
      parties: o['against'],
    }),
  },
  {
    name: 'escalate',
    description: 'take a route of the statute, or its next step',
    build: (c) =>
      c
        .argument('<route>', 'its id, as "order show" lists it')
        .option('--step <id>', 'which step')
        .option('--failure-on <date>', 'the day of the failure that it is about')
        .option('--docket <text>', "the court's file"),
    fields: (o, [route]) => ({
      kind: 'escalate',
      route,
      step: o['step'],
      failureOn: o['failureOn'],
      docket: o['docket'],
    }),
  },
  {
    name: 'outcome',
    description: 'record how a route ended',
    build: (c) =>
      c
        .argument('<route>', 'its id')
        .argument('<outcome>', 'how it ended, such as convicted')
        .option('--amount <dollars>', 'the amount', dollars)
        .option('--subsequent', 'a subsequent offence')
        .option('--turnover <dollars>', 'worldwide turnover, where the cap depends on it', dollars)
        .option('--docket <text>', "the court's file"),
    fields: (o, [route, outcome]) => ({
      kind: 'record-outcome',
      route,
      outcome,
      amount: o['amount'],
      subsequent: o['subsequent'],
      turnover: o['turnover'],
      docket: o['docket'],
    }),
  },
  {
    name: 'withdraw',
    description: 'withdraw terms, or all of the order',
    build: (c) =>
      c
        .requiredOption('--reason <text>', 'why')
        .option(...terms, list)
        .option(...against, list),
    fields: (o) => ({
      kind: 'withdraw',
      reason: o['reason'],
      terms: o['terms'],
      parties: o['against'],
    }),
  },
  {
    name: 'close',
    description: 'close the order: nothing follows',
    build: (c) => c.requiredOption('--reason <text>', 'why'),
    fields: (o) => ({ kind: 'close', reason: o['reason'] }),
  },
  {
    name: 'reopen',
    description: 'reopen an order that was closed: whatever binds goes on',
    build: (c) => c.requiredOption('--reason <text>', 'why'),
    fields: (o) => ({ kind: 'reopen', reason: o['reason'] }),
  },
  {
    name: 'assess',
    description: "record the office's own finding on compliance",
    build: (c) =>
      c
        .argument('<finding>', 'accepted, partly or not-accepted')
        .requiredOption('--basis <basis>', 'review, report, audit, inspection, or other words')
        .option(...party)
        .option(...terms, list),
    fields: (o, [finding]) => ({
      kind: 'assess',
      finding,
      basis: basisOf(o['basis']),
      party: o['party'],
      terms: o['terms'],
    }),
  },
  {
    name: 'extend-challenge-time',
    description: 'record that a court gave a party more time to challenge',
    build: (c) =>
      c
        .requiredOption('--to <date>', 'the new last day')
        .requiredOption('--forum <court>', 'the court')
        .option(...party),
    fields: (o) => ({
      kind: 'extend-challenge-time',
      to: o['to'],
      forum: o['forum'],
      party: o['party'],
    }),
  },
  {
    name: 'set-deadline',
    description: 'set a date by hand, that no law gives',
    build: (c) =>
      c
        .argument('<deadline>', 'a name for it, such as audit')
        .requiredOption('--to <date>', 'the date')
        .requiredOption('--en <text>', 'what it is of, in English')
        .requiredOption('--fr <text>', 'the same in French')
        .requiredOption('--reason <text>', 'why'),
    fields: (o, [deadline]) => ({
      kind: 'set-deadline',
      deadline,
      to: o['to'],
      text: { en: o['en'], fr: o['fr'] },
      reason: o['reason'],
    }),
  },
  {
    name: 'rescind',
    description: 'rescind terms, or all of the order',
    build: (c) =>
      c
        .requiredOption('--reason <text>', 'why')
        .option(...terms, list)
        .option(...against, list),
    fields: (o) => ({
      kind: 'rescind',
      reason: o['reason'],
      terms: o['terms'],
      parties: o['against'],
    }),
  },
  {
    name: 'record-in-error',
    description: 'strike out a fact that was recorded in error; what followed is decided anew',
    build: (c) =>
      c
        .argument('<fact>', 'its version, as "order show" lists it', wholeNumber)
        .requiredOption('--reason <text>', 'why'),
    fields: (o, [fact]) => ({
      kind: 'record-in-error',
      fact: Number(fact),
      reason: o['reason'],
    }),
  },
]

/** `T1,T2=quashed`, each as the command has it. */
function resultsOf(results: unknown, then: unknown): unknown {
  if (!Array.isArray(results)) return undefined
  return results.map((each) => {
    const [named = '', outcome] = String(each).split('=')
    const [terms = '', parties] = named.split('@')
    return {
      terms: list(terms),
      ...(parties === undefined ? {} : { parties: list(parties) }),
      outcome,
      ...(outcome === 'allowed' ? { then } : {}),
    }
  })
}

/** A word that is not in the list is a basis of its own. */
function basisOf(basis: unknown): unknown {
  return ['review', 'report', 'audit', 'inspection'].includes(String(basis))
    ? basis
    : { other: basis }
}

function registerReads(order: Command, io: Io): void {
  const show = addDateOptions(
    addOfficeOptions(
      order
        .command('show')
        .description('one order: terms, dates and why, routes, history')
        .argument('<order>', 'its id, office:number'),
    ),
  )
  withExamples(
    show,
    `concert order show ${example}`,
    `concert order show ${example} --as-of 2022-01-26 --known-on 2022-01-26`,
    `concert order show ${example} --as-of 2022-01-26 --json`,
  )
  show.action(async (id: string, options) => (await import('./show.ts')).showOrder(io, id, options))

  const all = addOrderListOptions(
    addDateOptions(addOfficeOptions(order.command('list').description('orders of all offices'))),
  )
    .option('--of <office>', 'of this office only')
    .option('--matter <id>', 'of this matter only')
    .option('--status <status>', 'with this status only')
  withExamples(
    all,
    'concert order list',
    'concert order list --work overdue --of ca-bc-oipc',
    'concert order list --filter "clearview p21" --sort issued --limit 20',
    'concert order list --of ca-bc-oipc --status stayed --json',
  )
  all.action(async (options) => (await import('./show.ts')).listOrders(io, options))

  const watch = addOfficeOptions(
    order
      .command('watch')
      .description(
        'print events as they happen, until Ctrl-C; --json gives one JSON value per line',
      )
      .argument('[order]', 'this order only'),
  )
  withExamples(
    watch,
    'concert order watch',
    `concert order watch ${example} --office ca-fed-opc --json`,
  )
  watch.action(async (id: string | undefined, options) =>
    (await import('./watch.ts')).watch(io, id, options),
  )
}

const exampleOf = {
  serve: '--party clearview-ai-inc --means courier --on 2021-12-14',
  succeed: '--party clearview-ai-inc --name "Clearview Holdings" --reason "merger"',
  'dispute-service': '--party clearview-ai-inc --reason "never received"',
  'decide-service':
    'good --party clearview-ai-inc --forum "Supreme Court of British Columbia" --given-on 2021-12-20',
  refuse: '--terms T1,T2 --reason "beyond the powers of the commissioner"',
  comply: '--terms T3 --partial --on 2022-01-10',
  challenge: 'bc-jr --kind judicial-review --forum "Supreme Court of British Columbia"',
  decide: 'bc-jr upheld --citation "2024 BCSC 2311"',
  stay: 'ordered --forum "Supreme Court of British Columbia" --terms T1',
  extend: '--to 2022-03-01 --granted-by court --reason "consent order"',
  'undo-extension': '--reason "set aside on appeal"',
  correct: '--reason "slip in paragraph 3"',
  reword:
    'T2 --decision "2024 BCSC 2311" --en "Delete the images of minors" --fr "Supprimer les images des mineurs"',
  escalate: 'offence --step referred',
  outcome: 'offence convicted --amount 60000',
  assess: 'not-accepted --basis inspection --terms T1',
  'extend-challenge-time': '--to 2022-03-01 --forum "Supreme Court of British Columbia"',
  'set-deadline': 'audit --to 2022-06-01 --en "Audit" --fr "Vérification" --reason "agreed"',
  rescind: '--terms T2 --reason "decided anew"',
  'record-in-error': '3 --reason "another respondent refused" --dry-run',
  withdraw: '--terms T2 --reason "moot"',
  close: '--reason "complied with in full"',
  reopen: '--reason "the finding was appealed"',
} as const
