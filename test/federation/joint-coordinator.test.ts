// The coordinator's machine dies at every step of a joint action: nobody acts twice, nobody alone, and all ledgers tell the same story.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JointDetail } from '../../shared/contract/joint.schema.ts'
import { TestFederation } from '../support/federation.ts'
import { JointRun, saidBy, statement, versionsOf, type Said } from '../support/joint.ts'

const offices = ['ca-bc-oipc', 'ca-ab-oipc', 'ca-qc-cai', 'ca-fed-opc']
/** Its clock stands until a test steps it on: what happens before a moment and what after it is decided here, not by the machine. */
const federation = new TestFederation({ stepped: true, legalStart: '2021-12-01T17:00:00.000Z' })
const minuteMs = 60_000

beforeAll(async () => void (await federation.start()), 180_000)
afterAll(() => federation[Symbol.asyncDispose](), 60_000)

const steps = [
  'proposed',
  'first consent',
  'last consent',
  'go',
  'commitments',
  'moment',
  'released',
  'first acted',
] as const
type Step = (typeof steps)[number]
interface Attempt {
  readonly number: string
  readonly coordinator: string
  readonly step: Step
  readonly partition: 'wait' | 'call-off'
  readonly windowSeconds: number
  /** Called as soon as the step is reached; what comes then waits for it. */
  readonly cut: (machine: readonly string[], action: Action) => void | Promise<void>
}
interface Action {
  readonly run: JointRun
  /** Steps the clock on to so many milliseconds after the moment. */
  readonly pass: (ms: number) => void
}

const powerCut = (machine: readonly string[]) =>
  machine.forEach((name) => void federation.kill(name))

/** Goes through the whole action, and cuts the coordinator's power at `step`. Answers what all four show in the end. */
async function attempt({
  number,
  coordinator,
  step,
  partition,
  windowSeconds,
  cut,
}: Attempt): Promise<JointDetail> {
  const run = new JointRun(federation, `${coordinator}:${number}`)
  const others = offices.filter((office) => office !== coordinator)
  const [witness = ''] = others
  const machine = [coordinator, `broker of ${coordinator}`]
  const moment = await run.instant(coordinator, 10 * minuteMs)
  let passed = -Infinity
  const pass = (ms: number) => {
    if (ms > passed) federation.stepTo(new Date(Date.parse(moment) + ms).toISOString())
    passed = Math.max(passed, ms)
  }
  const reached = async (now: Step) => {
    if (now === step) await cut(machine, { run, pass })
  }
  // Where the machine dies before the go, it is the office's process that has to find, by itself, that it is due.
  const byItself = steps.indexOf(step) < steps.indexOf('go')
  const times = byItself ? { start: 'quorum', moment } : { start: 'coordinator' }
  await run.record(coordinator, {
    kind: 'propose',
    by: 'Director',
    offices,
    ...statement,
    ...times,
    replyBy: moment,
    silence: 'abstention',
    windowSeconds,
    partition,
    compensation: 'none',
  } as unknown as Said)
  await reached('proposed')
  for (const [at, office] of [...others, coordinator].entries()) {
    await run.consent(office)
    if (at === 0) await reached('first consent')
  }
  await reached('last consent')
  if (byItself) {
    await run.until(witness, 'the go', ({ status }) => status === 'going')
    pass(0)
    return run.settled(offices)
  }
  const everybody = await run.until(
    coordinator,
    'every consent, and everybody ready',
    ({ lacking, offices: all }) =>
      lacking.length === 0 &&
      all.every(({ counts, readiness }) => counts && readiness?.state === 'ready'),
  )
  expect(everybody.status).toBe('open')
  await run.record(coordinator, { kind: 'go', by: 'Director', moment } as Said)
  await reached('go')
  if (step !== 'go')
    await run.until(witness, 'every commitment', ({ offices: all }) =>
      all.every(({ step: own }) => own === 'committed'),
    )
  await reached('commitments')
  await reached('moment')
  pass(0)
  if (step === 'released')
    await run.closely(coordinator, 'the release', ({ released }) => released !== null)
  await reached('released')
  if (step === 'first acted')
    await run.closely(coordinator, 'the first that acted', ({ history }) =>
      history.some(({ kind }) => kind === 'acted'),
    )
  await reached('first acted')
  return run.settled(offices)
}

/** Of every joint action, however it ended. */
function consistent(detail: JointDetail): void {
  const concluded = detail.history.find(({ kind }) => kind === 'concluded')
  const acts = detail.history.filter(({ kind }) => kind === 'acted')
  const acted = acts.map(({ office }) => office)
  for (const own of versionsOf(detail)) expect(own).toEqual(own.map((_, index) => index + 1))
  const once = [
    'proposed',
    'go-given',
    'released',
    'called-off',
    'concluded',
    'received',
    'consented',
    'committed',
    'acted',
    'not-acted',
    'stood-down',
  ]
  for (const kind of once)
    expect([kind, Object.values(saidBy(detail, kind)).filter((times) => times > 1)]).toEqual([
      kind,
      [],
    ])
  expect(Object.keys(saidBy(detail, 'released')).length).toBe(detail.released === null ? 0 : 1)
  // What was under way when the machine died may be recorded after the end, by an office that was then named as not heard; nothing earlier is missed.
  const late = acts
    .filter(({ recordedAt }) => concluded !== undefined && recordedAt > concluded.recordedAt)
    .map(({ office }) => office)
  expect(acted.filter((office) => !late.includes(office)).toSorted()).toEqual(
    detail.ended?.acted.toSorted(),
  )
  for (const office of late)
    expect(detail.ended?.lacking).toContainEqual({ office, why: 'not-heard' })
  if (detail.released === null) expect(acted).toEqual([])
  expect(
    detail.offices
      .filter(({ step }) => step === 'acted' || step === 'acted-late')
      .map(({ office }) => office)
      .toSorted(),
  ).toEqual(acted.toSorted())
}

const all = Object.fromEntries(offices.map((office) => [office, 1]))

describe('kill -9 of the coordinator and its broker', () => {
  // A machine that dies often is started again more slowly: another office coordinates each time.
  it.for(
    steps.map((step, at) => ({
      step,
      coordinator: offices[at % 4] ?? '',
      number: `J21-1${at}`,
      also: step === 'commitments' ? ['Temporal'] : [],
    })),
  )(
    '$step, $coordinator: everybody acts once, when it is back',
    { timeout: 180_000 },
    async ({ step, coordinator, number, also }) => {
      const detail = await attempt({
        number,
        coordinator,
        step,
        partition: 'wait',
        windowSeconds: 60,
        cut: (machine) => powerCut([...machine, ...also]),
      })
      consistent(detail)
      expect(detail.status).toBe('complete')
      expect([saidBy(detail, 'released'), saidBy(detail, 'acted')]).toEqual([
        { [coordinator]: 1 },
        all,
      ])
      for (const name of [coordinator, `broker of ${coordinator}`, ...also])
        expect(
          federation.lines.some((line) => line.startsWith(`${name} ended unexpectedly (SIGKILL)`)),
          name,
        ).toBe(true)
    },
  )

  it('away for the whole window, which calls it off: nobody acts, and everybody knows', async () => {
    const detail = await attempt({
      number: 'J21-20',
      coordinator: offices[0] ?? '',
      step: 'moment',
      partition: 'call-off',
      windowSeconds: 1,
      cut: (machine, { pass }) => federation.keepDown(machine, async () => pass(1_001)),
    })
    consistent(detail)
    expect(detail).toMatchObject({ status: 'called-off', released: null, ended: { acted: [] } })
    expect(detail.offices.map(({ step }) => step)).toEqual(offices.map(() => 'stood-down'))
    expect(detail.ended?.lacking.length).toBeGreaterThan(0)
  }, 180_000)

  it('away from the release on until the window is over: who acted and who did not is the same everywhere', async () => {
    const coordinator = offices[1] ?? ''
    const detail = await attempt({
      number: 'J21-21',
      coordinator,
      step: 'released',
      partition: 'call-off',
      windowSeconds: 1,
      cut: (machine, { pass }) => federation.keepDown(machine, async () => pass(3_000)),
    })
    consistent(detail)
    const missing = detail.ended?.lacking.map(({ office }) => office) ?? []
    expect([...missing, ...(detail.ended?.acted ?? [])].toSorted()).toEqual(offices.toSorted())
    expect(detail.status).toBe(missing.length === 0 ? 'complete' : 'incomplete')
  }, 180_000)

  it('its office alone is away until the window is over and the others have acted: it reads what they say before it concludes', async () => {
    const coordinator = offices[3] ?? ''
    const others = offices.filter((office) => office !== coordinator)
    const detail = await attempt({
      number: 'J21-22',
      coordinator,
      step: 'released',
      partition: 'call-off',
      windowSeconds: 1,
      cut: ([office = ''], { run, pass }) =>
        federation.keepDown([office], async () => {
          await run.until(others[0] ?? '', 'the others acted', (seen) =>
            others.every((other) => (saidBy(seen, 'acted')[other] ?? 0) === 1),
          )
          pass(3_000)
        }),
    })
    consistent(detail)
    expect(detail.ended?.acted).toEqual(expect.arrayContaining(others))
  }, 180_000)

  it('has set nothing aside', async () => {
    for (const board of await federation.boards())
      expect(board.followers.map(({ quarantined }) => quarantined)).toEqual([0, 0, 0, 0])
  })
})
