// A joint action for people: what it is, its text, where every office stands, what is lacking, what was said, what to do next.

import { diffWordsWithSpace } from 'diff'
import { changesOf } from '../../../shared/joint/changes.ts'
import type {
  JointDetail,
  JointOffice,
  JointSummary,
} from '../../../shared/contract/joint.schema.ts'
import { messageIn } from '../../../shared/kernel/problems.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import { noAdvice, type Paint, type Style } from '../kit/output.ts'
import {
  indented,
  instantText,
  lackingText,
  readinessText,
  renderDocument,
  renderEarliest,
  whyLines,
} from './parts.ts'
import { table, wrap, type Cell } from '../kit/table.ts'

/** `spokenTo`: named again in what to do next, where several offices are at hand. */
export function renderJoint(
  detail: JointDetail,
  paint: Paint,
  spokenTo?: string,
  lang: Lang = 'en',
): string {
  const office = spokenTo === undefined ? '' : ` --office ${spokenTo}`
  const { document, unreadable, offices, lacking, earliest, own, can, silent, ended } = detail
  const reasons = offices.flatMap(({ office, reason }) =>
    reason === null
      ? []
      : [wrap(`  ${office}  ${reason.code}: ${messageIn(lang, reason)}`, '      ')],
  )
  return [
    headOf(detail, paint),
    document === null
      ? `${paint('bold', 'Document')}  sealed${unreadable === null ? ' to those that are invited' : `: ${unreadable}`}`
      : renderDocument(document, paint),
    ...changedOf(detail, paint),
    table(offices.map(officeRow), [
      'Office',
      'Step',
      'Required',
      'Readiness',
      'Local moment',
      'Acted',
      'Reason',
    ]),
    ...atTheMoment(detail, paint),
    ...(reasons.length === 0 ? [] : [[paint('bold', 'Reasons'), ...reasons].join('\n')]),
    ...whyLines(offices, paint, lang),
    ended === null ? lackingText(lacking, paint) : endOf(ended, paint),
    ...(silent.length === 0 ? [] : [`${paint('bold', 'Silent')}  ${silent.join(', ')}`]),
    ...(ended === null ? [renderEarliest(earliest, paint, lang)] : []),
    ...talkOf(detail, paint),
    ...(own === null
      ? []
      : [
          [
            `${paint('bold', 'Our own consent')}  prepared by ${own.preparedBy}`,
            ...own.conditions.map((condition) => `  on condition  ${conditionText(condition)}`),
            ...own.drafts.map(({ order, command }) => `  will do       ${command.kind} ${order}`),
          ].join('\n'),
        ]),
    [
      paint('bold', 'What to do next'),
      ...(can.length === 0
        ? ['  nothing: this office has nothing to do now']
        : can.map((kind) => `  concert joint ${kind} ${detail.joint}${nextOf(kind)}${office}`)),
    ].join('\n'),
    noAdvice,
  ].join('\n\n')
}

function headOf(
  {
    joint,
    status,
    action,
    title,
    proposer,
    matter,
    version,
    proposedOn,
    replyBy,
    moment,
    choices,
    votes,
    because,
    earlier,
    going,
    released,
  }: JointDetail,
  paint: Paint,
): string {
  return [
    wrap(
      `${paint('bold', joint)}  ${paint(colours[status], status.toUpperCase())}  ${action} · version ${version}${title === null ? '' : ` · ${title.en}`}`,
    ),
    `  proposed  by ${proposer} on ${proposedOn}${matter === null ? '' : `, matter ${matter}`}`,
    ...(earlier.length === 0
      ? []
      : [
          wrap(
            `  before    ${earlier.map((each) => `version ${each.version} of ${each.on}`).join(', ')}${because === null ? '' : `; changed because: ${because}`}`,
            '            ',
          ),
        ]),
    `  decided   ${votes} of ${choices.quorum} consents; silence is ${choices.silence}; go by the ${choices.start}`,
    `  reply by  ${instantText(replyBy)}`,
    `  moment    ${moment === null ? 'left to the go' : instantText(moment)}; window ${choices.windowSeconds} s; a cut: ${choices.partition}; if not all act: ${choices.compensation}`,
    ...(going === null
      ? []
      : [
          wrap(
            `  go        round ${going.round} on ${going.on}: ${going.acting.join(', ')} at ${instantText(going.moment)}, until ${instantText(going.until)}`,
            '            ',
          ),
        ]),
    ...(released === null ? [] : [`  released  ${instantText(released.at)}`]),
  ].join('\n')
}

/** Against the version before: [-what went-] {+what came+}, as word diffs are written. */
function changedOf({ document, earlier }: JointDetail, paint: Paint): string[] {
  const last = earlier.at(-1)
  if (document === null || last === undefined || last.document === null) return []
  const changes = changesOf(last.document, document)
  const lines = changes.map(({ part, lang, before, after }) =>
    wrap(
      `  ${part} (${lang})  ${diffWordsWithSpace(before, after)
        .map(({ added, removed, value }) =>
          added ? paint('green', `{+${value}+}`) : removed ? paint('red', `[-${value}-]`) : value,
        )
        .join('')}`,
      '      ',
    ),
  )
  return [
    [
      `${paint('bold', 'Changed')}  since version ${last.version}${changes.length === 0 ? ': the text is the same' : ''}`,
      ...lines,
    ].join('\n'),
  ]
}

function officeRow({
  office,
  step,
  required,
  readiness,
  localMoment,
  actedAt,
  reason,
  counts,
}: JointOffice): Cell[] {
  return [
    office,
    counts && step !== 'consented' ? `${step} (counts)` : step,
    required ? 'required' : '',
    readinessText(readiness),
    localMoment ?? '',
    actedAt === null ? '' : instantText(actedAt),
    reason === null ? '' : reason.code.replaceAll('-', ' '),
  ]
}

/** Once a go was given: who has acted, of whom nothing is known, and whether that office can be heard at all. */
function atTheMoment({ going, ended, offices }: JointDetail, paint: Paint): string[] {
  if (going === null || ended !== null) return []
  const acting = offices.filter(({ office }) => going.acting.includes(office))
  const acted = acting.filter(({ actedAt }) => actedAt !== null)
  const away = acting.filter(
    ({ actedAt, reach }) => actedAt === null && (reach === 'silent' || reach === 'unreachable'),
  )
  const waiting = acting.filter((each) => !acted.includes(each) && !away.includes(each))
  const names = (those: readonly JointOffice[]) => those.map(({ office }) => office).join(', ')
  const lines = [
    ...(acted.length === 0 ? [] : [`  acted     ${names(acted)}`]),
    ...(waiting.length === 0 ? [] : [`  not yet   ${names(waiting)}`]),
    ...away.map(
      ({ office, reach, lastHeard }) =>
        `  not heard ${office}: its ledger is ${reach}, last heard ${lastHeard === null ? 'never' : instantText(lastHeard)}; whether it acts is not known here`,
    ),
  ]
  return [
    [paint('bold', 'At the moment'), ...lines.map((line) => wrap(line, '            '))].join('\n'),
  ]
}

function endOf(
  { how, on, reason, acted, lacking }: NonNullable<JointDetail['ended']>,
  paint: Paint,
): string {
  return [
    wrap(`${paint('bold', 'Ended')}  ${how} on ${on}${reason === null ? '' : `: ${reason}`}`),
    ...(acted.length === 0 ? [] : [`  acted     ${acted.join(', ')}`]),
    ...(lacking.length === 0
      ? []
      : [
          wrap(
            `  without   ${lacking.map(({ office, why }) => `${office}: ${why}`).join(', ')}`,
            '            ',
          ),
        ]),
  ].join('\n')
}

function talkOf({ talk }: JointDetail, paint: Paint): string[] {
  const sealed = '(sealed to others)'
  const line = (on: string, office: string, what: string, text: string | null) =>
    `  ${on}  ${office}  ${what}\n${indented(`  ${text ?? sealed}`)}`
  const objected = talk.objections.map(({ on, office, version, count, objections }) =>
    line(
      on,
      office,
      `objects to version ${version} (${count})`,
      objections === null
        ? null
        : objections
            .map(({ finding, risk, change }) =>
              [
                finding === undefined ? undefined : `finding ${finding}`,
                risk === undefined ? undefined : `risk: ${risk}`,
                change === undefined ? undefined : `change: ${change}`,
              ]
                .filter((part) => part !== undefined)
                .join('; '),
            )
            .join('\n  '),
    ),
  )
  const asked = talk.questions.flatMap(({ on, office, question, text, answer }) => [
    line(on, office, `asks ${question}`, text),
    answer === null
      ? `    ${question} is not answered yet`
      : line(answer.on, 'proposer', `answers ${question}`, answer.text),
  ])
  const forwarded = talk.forwarded.map(({ on, office, to, text }) =>
    line(on, office, `points to ${to}`, text),
  )
  const split = talk.split.map(({ on, office, parts, texts }) =>
    line(
      on,
      office,
      `splits it: ${parts.map(({ part, to }) => `${part} to ${to}`).join(', ')}`,
      texts === null ? null : texts.parts.map(({ part, text }) => `${part}: ${text}`).join('\n  '),
    ),
  )
  const answered = talk.answers.map(({ on, office, version, answer }) =>
    line(
      on,
      office,
      `answers version ${version}`,
      answer === null
        ? null
        : `${answer.answer}${answer.text === undefined ? '' : `: ${answer.text}`}`,
    ),
  )
  const said = [...objected, ...asked, ...forwarded, ...split, ...answered]
  return said.length === 0 ? [] : [[paint('bold', 'What was said'), ...said].join('\n')]
}

function conditionText(condition: JointOffice['conditions'][number]): string {
  switch (condition.kind) {
    case 'not-before':
      return `not before ${instantText(condition.moment)}`
    case 'with':
      return `only with ${condition.offices.join(', ')}`
    case 'words':
      return condition.text
  }
}

/** What the command asks for besides; a newer office may name one that is not known here. */
function nextOf(kind: string): string {
  const rest: Readonly<Record<string, string>> = {
    amend: ' --text-en TEXT --text-fr TEXT',
    postpone: ' --moment INSTANT',
    clarify: ' OFFICE QUESTION --text TEXT',
    cancel: ' --reason TEXT',
    consent: ' --by NAME',
    approve: ' --by NAME',
    object: ' --risk TEXT',
    delegate: ' NAME',
    withdraw: ' --reason TEXT',
    ask: ' QUESTION --text TEXT',
    forward: ' OFFICE --text TEXT',
    split: ' --file parts.json',
    answer: ' ANSWER',
  }
  return rest[kind] ?? ''
}

const colours: Record<JointSummary['status'], Style> = {
  open: 'cyan',
  going: 'yellow',
  held: 'red',
  released: 'green',
  complete: 'green',
  incomplete: 'red',
  'called-off': 'red',
  cancelled: 'dim',
  answered: 'green',
}
