// `concert joint`: instants by the clocks of offices, what a person reads, and how it ends.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { instantFrom } from '../../../services/cli/joint/instants.ts'
import { plain } from '../../../services/cli/kit/output.ts'
import { renderJointPage } from '../../../services/cli/kit/lists.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { JointList } from '../../../shared/contract/lists.schema.ts'
import { renderJoint } from '../../../services/cli/joint/render.ts'
import { entryLine, renderJointReadiness } from '../../../services/cli/joint/parts.ts'
import { run } from '../../../services/apps/concert/run.ts'
import {
  jointCommandSchema,
  jointDetailSchema,
  jointReadinessSchema,
} from '../../../shared/contract/joint.schema.ts'

const [bc, ab] = ['ca-bc-oipc', 'ca-ab-oipc']
const office = (id: string, fields: object) => ({
  office: id,
  required: true,
  step: 'received',
  on: null,
  by: null,
  counts: false,
  conditions: [],
  hasDrafts: false,
  delegate: null,
  readiness: null,
  moment: null,
  localMoment: null,
  until: null,
  actedAt: null,
  reason: null,
  done: [],
  ...fields,
})
const choices = {
  action: 'statement',
  offices: [bc, ab],
  required: [bc, ab],
  quorum: 2,
  silence: 'abstention',
  replyBy: '2021-12-08T00:00:00.000Z',
  windowSeconds: 60,
  start: 'coordinator',
  partition: 'call-off',
  compensation: 'none',
}
const at = {
  state: 'at',
  earliest: '2022-01-26T08:00:00.000Z',
  steps: [
    {
      office: bc,
      zone: 'America/Vancouver',
      from: '2022-01-26T08:00:00.000Z',
      date: '2022-01-26',
      local: '2022-01-26 00:00',
      offset: '-08:00',
      binding: true,
      why: { en: 'time to comply is over', fr: 'le délai est échu' },
    },
  ],
}
const blocked = {
  state: 'blocked',
  reason: {
    code: 'not-served',
    message: 'No copy has been given',
    rule: { statute: 'ca-ab-pipa', section: '54', confidence: 'V' },
  },
}
const detail = (fields: object = {}) =>
  jointDetailSchema.parse({
    joint: `${bc}:J21-01`,
    proposer: bc,
    action: 'statement',
    matter: 'clearview-ai',
    title: { en: 'Stop', fr: 'Cessez' },
    status: 'open',
    version: 2,
    proposedOn: '2021-12-01',
    replyBy: choices.replyBy,
    moment: null,
    step: 'received',
    waitsForUs: true,
    waitsFor: ['consent'],
    until: null,
    choices,
    digest: 'd',
    document: {
      title: { en: 'Stop', fr: 'Cessez' },
      text: { en: 'We order it.', fr: 'Nous l’ordonnons.' },
    },
    unreadable: null,
    because: 'shorter',
    earlier: [
      {
        version: 1,
        digest: 'e',
        on: '2021-11-30',
        document: {
          title: { en: 'Stop', fr: 'Cessez' },
          text: { en: 'We ask for it.', fr: 'Nous l’ordonnons.' },
        },
      },
    ],
    offices: [
      office(bc, {
        step: 'consented',
        counts: true,
        localMoment: '2021-12-14 09:00 (America/Vancouver, UTC-08:00)',
      }),
      office(ab, {
        readiness: blocked,
        reason: { code: 'withdrawn', message: 'A court has stayed it' },
      }),
    ],
    lacking: [{ office: ab, why: 'no-consent' }],
    votes: 1,
    silent: [],
    earliest: at,
    going: null,
    released: null,
    ended: null,
    talk: {
      objections: [
        {
          office: ab,
          version: 1,
          on: '2021-12-01',
          count: 1,
          objections: [{ finding: 'F1', risk: 'says too much' }],
        },
      ],
      questions: [
        { office: ab, version: 2, on: '2021-12-02', question: 'Q1', text: null, answer: null },
      ],
      forwarded: [],
      split: [],
      answers: [],
    },
    own: null,
    themes: [],
    can: ['consent', 'withdraw'],
    cannot: [],
    history: [],
    ...fields,
  })

describe('an instant', () => {
  test.each([
    ['2021-12-14 18:00', 'America/Vancouver', '2021-12-15T02:00:00.000Z'],
    ['2021-12-14T18:00', 'America/Toronto', '2021-12-14T23:00:00.000Z'],
    ['2021-12-14T18:00:30-05:00', 'America/Vancouver', '2021-12-14T23:00:30.000Z'],
    ['2021-12-14T18:00z', 'America/Vancouver', '2021-12-14T18:00:00.000Z'],
    ['2021-07-14 18:00', 'America/Vancouver', '2021-07-15T01:00:00.000Z'],
  ])('%s in %s is %s', (text, zone, utc) => expect(instantFrom(text, zone, '--moment')).toBe(utc))
  test.each([
    ['soon', 'expected an instant'],
    ['2021-02-30 18:00', 'there is no day'],
    ['2021-12-14 24:00', 'no clock'],
    ['2021-03-14 02:30', 'no clock in America/Vancouver'],
    ['2021-12-14 18:00:30', 'no seconds'],
    ['2021-12-14T25:00:00Z', 'not a moment'],
    ['2021-12-14T18:61:00Z', 'not a moment'],
  ])('%s is refused', (text, why) => {
    expect(() => instantFrom(text, 'America/Vancouver', '--moment')).toThrow(why)
  })
})

describe('what a person reads', () => {
  test('shows an action in order, within 100 columns', () => {
    const text = renderJoint(detail(), plain)
    const said = text.replaceAll(/[\s│]+/g, ' ')
    const inOrder = [
      'OPEN statement · version 2 · Stop',
      'changed because: shorter',
      '1 of 2 consents',
      'We order it.',
      'Nous l’ordonnons.',
      'Changed since version 1 text (en) We [-ask-]{+order+} [-for -]it.',
      'A court has stayed it',
      'not-served: No copy has been given [ca-ab-pipa s.54 V]',
      'Lacking ca-ab-oipc: no-consent',
      'Earliest common moment 2022-01-26 08:00:00Z',
      'this one decides; time to comply is over',
      'finding F1; risk: says too much',
      'asks Q1 (sealed to others)',
      'Q1 is not answered yet',
      `concert joint consent ${bc}:J21-01 --by NAME`,
    ]
    expect(
      inOrder.map((part) => said.indexOf(part)),
      text,
    ).toEqual(inOrder.map((part) => said.indexOf(part)).toSorted((a, b) => a - b))
    for (const part of inOrder) expect(said).toContain(part)
    for (const line of text.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(100)
  })
  test('what to do next names the office again, where one was named', () => {
    expect(renderJoint(detail(), plain, ab)).toContain(
      `concert joint withdraw ${bc}:J21-01 --reason TEXT --office ${ab}`,
    )
  })
  test('says why a document is sealed, and how it ended', () => {
    const text = renderJoint(
      detail({
        document: null,
        unreadable: 'not invited',
        can: [],
        ended: {
          how: 'called-off',
          on: '2021-12-14',
          reason: null,
          acted: [bc],
          lacking: [{ office: ab, why: 'unreachable' }],
        },
      }),
      plain,
    )
    for (const part of [
      'sealed: not invited',
      'called-off on 2021-12-14',
      'acted     ca-bc-oipc',
      'without   ca-ab-oipc: unreachable',
      'nothing: this office has nothing to do now',
    ])
      expect(text).toContain(part)
    expect(text).not.toContain('Earliest common moment')
  })
  test('lists, and says when there are none', () => {
    const list = (rows: JointList['rows']): JointList => ({
      today: '2021-12-01' as LocalDate,
      total: rows.length,
      rows,
      next: null,
      previous: null,
      titles: {},
      desk: {},
    })
    expect(renderJointPage(list([]), plain)).toBe('No such joint actions on 2021-12-01.')
    expect(renderJointPage(list([detail()]), plain)).toContain('ca-bc-oipc:J21-01')
  })
  test.each([
    [
      {
        state: 'never',
        because: [{ office: ab, reason: { code: 'not-served', message: 'No copy' } }],
      },
      'not-served: No copy',
    ],
    [{ state: 'unknown', missing: [ab] }, 'not heard from ca-ab-oipc'],
  ])('tells why there is no common moment', (earliest, why) => {
    const view = jointReadinessSchema.parse({
      joint: `${bc}:J1`,
      version: 1,
      lacking: [],
      votes: 0,
      quorum: 1,
      offices: [
        {
          office: ab,
          required: true,
          step: 'received',
          counts: false,
          readiness: blocked,
          localMoment: null,
        },
      ],
      earliest,
    })
    expect(renderJointReadiness(view, plain)).toContain(why)
  })
  test('tells an event in a line, with its reason', () => {
    const entry = {
      id: 'ca-ab-oipc/e1/joint/J21-01.ca-bc-oipc/3',
      office: ab,
      part: 'participation',
      kind: 'withdrawn',
      version: 3,
      sequence: 9,
      on: '2021-12-14',
      recordedAt: '2021-12-14T17:00:00.123Z',
      by: 'R',
      actor: 'person:S',
      actorRole: 'officer',
      onBehalfOf: null,
      preparedBy: null,
      verifiedKey: 'k',
      event: { kind: 'withdrawn', reason: 'stayed' },
    }
    expect(entryLine(detail({ history: [entry] }).history[0]!)).toBe(
      '2021-12-14 17:00:00Z  ca-ab-oipc  withdrawn: stayed · by R · recorded by S (officer) · on 2021-12-14',
    )
  })
})

test('the example proposal is one, once it says when replies are due', () => {
  const proposal = JSON.parse(
    readFileSync(
      path.join(import.meta.dirname, '..', '..', '..', 'cases', 'joint.example.json'),
      'utf8',
    ),
  ) as object
  expect(
    jointCommandSchema.parse({
      ...proposal,
      kind: 'propose',
      id: 'x',
      on: '2021-12-01',
      replyBy: instantFrom('2027-01-08 12:00', 'America/Vancouver', 'x'),
    }),
  ).toMatchObject({ replyBy: '2027-01-08T19:00:00.000Z' })
})

const away = ['--url', 'http://127.0.0.1:9']
test.each<[string[], number]>([
  [['show', 'nonsense'], 2],
  [['show', `${bc}:J1`, ...away], 4],
  [['watch', `${bc}:J1`, ...away], 4],
  [['consent', `${bc}:J1`, ...away], 2],
  [['approve', `${bc}:J1`, '--by', 'B', '--version', 'two', ...away], 2],
  [['approve', `${bc}:J1`, '--by', 'B', '--version', '2', ...away], 4],
  [['propose', `${bc}:J1`, '--action', 'lunch', ...away], 2],
  [['propose', `${bc}:J1`, '--own-moment', 'noon', ...away], 2],
  [['propose', `${bc}:J1`, '--file', '/nowhere.json', ...away], 2],
  [['go', `${bc}:J1`, ...away], 4],
])('concert joint %j ends with %i', async (args, code) => {
  const errs: string[] = []
  expect(
    await run(['joint', ...args], {
      out: () => {},
      err: (text) => void errs.push(text),
      paint: plain,
      exit: () => {},
    }),
    errs.join('\n'),
  ).toBe(code)
})
