// Parts of a joint action for people: the document, each office, the common moment, one event.

import type {
  JointDetail,
  JointEntry,
  JointReadiness,
  PublicJointCommand,
} from '../../../shared/contract/joint.schema.ts'
import { recorderText } from '../../../shared/contract/recorder.ts'
import { messageIn } from '../../../shared/kernel/problems.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { Recorded } from '../../client/office-client.ts'
import { noAdvice, type Paint } from '../kit/output.ts'
import { table, wrap, type Cell } from '../kit/table.ts'

type Readiness = JointReadiness['offices'][number]['readiness']

export function renderJointReadiness(
  { joint, version, lacking, votes, quorum, offices, earliest }: JointReadiness,
  paint: Paint,
  lang: Lang = 'en',
): string {
  const rows = offices.map(({ office, required, step, counts, readiness, localMoment }): Cell[] => [
    office,
    step,
    required ? 'required' : '',
    counts ? 'counts' : '',
    readinessText(readiness),
    localMoment ?? '',
  ])
  return [
    `${paint('bold', joint)}  version ${version}  ${votes} of ${quorum} consents`,
    table(rows, ['Office', 'Step', 'Required', 'Consent', 'Readiness', 'Its local moment']),
    ...whyLines(offices, paint, lang),
    lackingText(lacking, paint),
    renderEarliest(earliest, paint, lang),
    noAdvice,
  ].join('\n\n')
}

/** Both languages, or where it is sealed nothing: the caller says why. */
export function renderDocument(
  { title, text, findings = [], correction }: NonNullable<JointDetail['document']>,
  paint: Paint,
): string {
  const language = (name: 'en' | 'fr') => [
    `${paint('bold', name.toUpperCase())}  ${title[name]}`,
    indented(text[name]),
    ...findings.map((finding) => wrap(`  ${finding.id}  ${finding.text[name]}`, '      ')),
    ...(correction === undefined
      ? []
      : [
          wrap(
            `  ${name === 'en' ? 'correction, if not all can act' : 'rectificatif, si tous ne peuvent agir'}: ${correction[name]}`,
            '      ',
          ),
        ]),
  ]
  return [language('en'), language('fr')].map((lines) => lines.join('\n')).join('\n\n')
}

export function renderEarliest(
  earliest: JointReadiness['earliest'],
  paint: Paint,
  lang: Lang,
): string {
  const title = paint('bold', 'Earliest common moment')
  switch (earliest.state) {
    case 'at': {
      const steps = earliest.steps.map(({ office, from, local, offset, binding, why }) =>
        wrap(
          `  ${office}  from ${instantText(from)}, then ${local} (UTC${offset}) there${binding ? ': this one decides' : ''}; ${why[lang]}`,
          '      ',
        ),
      )
      return [
        `${title}  ${instantText(earliest.earliest)}${earliest.latest === undefined ? '' : `, until ${instantText(earliest.latest)}`}`,
        ...steps,
      ].join('\n')
    }
    case 'never':
      return [
        `${title}  none`,
        ...earliest.because.map(({ office, reason }) =>
          wrap(`  ${office}  ${reason.code}: ${messageIn(lang, reason)}`, '      '),
        ),
      ].join('\n')
    case 'unknown':
      return `${title}  not known: not heard from ${earliest.missing.join(', ')}`
  }
}

export function lackingText(lacking: JointReadiness['lacking'], paint: Paint): string {
  return `${paint('bold', 'Lacking')}  ${lacking.length === 0 ? 'nothing' : lacking.map(({ office, why }) => `${office}: ${why}`).join(', ')}`
}

/** What does not fit into a table: why an office is ready or blocked. */
export function whyLines(
  offices: readonly { readonly office: string; readonly readiness: Readiness }[],
  paint: Paint,
  lang: Lang,
): string[] {
  const said = offices.flatMap(({ office, readiness }) =>
    readiness === null
      ? []
      : [
          wrap(
            `  ${office}  ${readiness.state === 'ready' ? `from ${instantText(readiness.from)} (${readiness.zone})${readiness.until === undefined ? '' : ` until ${instantText(readiness.until)}`}: ${readiness.why[lang]}` : `${readiness.reason.code}: ${messageIn(lang, readiness.reason)}${readiness.reason.rule === undefined ? '' : ` [${readiness.reason.rule.statute} s.${readiness.reason.rule.section} ${readiness.reason.rule.confidence}]`}`}`,
            '      ',
          ),
        ],
  )
  return said.length === 0 ? [] : [[paint('bold', 'Why ready or not'), ...said].join('\n')]
}

export function readinessText(readiness: Readiness): string {
  return readiness === null
    ? 'not heard'
    : readiness.state === 'ready'
      ? `ready ${readiness.date}`
      : 'blocked'
}

export function renderJointRecorded(
  joint: string,
  command: PublicJointCommand,
  { event, version, eventId }: Recorded,
  paint: Paint,
  office?: string,
): string {
  const next =
    command.kind === 'consent'
      ? [
          `  next     another officer approves: concert joint approve ${joint} --version ${command.version}${office === undefined ? '' : ` --office ${office}`} --by NAME`,
        ]
      : []
  return [
    `${paint('green', 'recorded')}  ${joint}  version ${version}  ${event.kind} on ${command.on}`,
    `  event    ${eventId}`,
    `  command  ${command.id}`,
    ...next,
  ].join('\n')
}

export function entryLine(entry: JointEntry): string {
  const { recordedAt, office, kind, on, by, event } = entry
  const recorder = recorderText('en', entry)
  const reason =
    'reason' in event ? event['reason'] : 'because' in event ? event['because'] : undefined
  const said =
    typeof reason === 'string'
      ? `: ${reason}`
      : typeof reason === 'object' && reason !== null && 'message' in reason
        ? `: ${String(reason.message)}`
        : ''
  return `${instantText(recordedAt)}  ${office}  ${kind}${said}${by === null ? '' : ` · by ${by}`}${recorder === undefined ? '' : ` · recorded by ${recorder}`} · on ${on}`
}

/** Without the milliseconds, which say nothing to people. */
export function instantText(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)}Z`
}

export function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => wrap(`  ${line}`, '  '))
    .join('\n')
}
