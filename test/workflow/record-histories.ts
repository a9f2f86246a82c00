// Records the histories that replay.test.ts replays: `node test/workflow/record-histories.ts`, on a real Temporal, without encryption.
// Old ones stay: what a workflow did once must replay for ever. A file of the same name is replaced only with `--replace`. `node … joint-statement` records only that.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Instant } from '../../shared/kernel/date.ts'
import { type ClockSetting, legalMs } from '../../shared/kernel/clock.ts'
import {
  type AggregateRef,
  type CommandId,
  jointIdOf,
  type OfficeId,
  participationRef,
  proposalRef,
  workflowIdOf,
} from '../../shared/kernel/ids.ts'
import { digestOf } from '../../services/office/joint/sealing.ts'
import { type AnyCommand, lifeTypeOf } from '../../workflows/messages.ts'
import { respondent, threeTerms } from '../support/founding.ts'
import { historyToJson } from './support/history-json.ts'
import { realLedger } from './support/ledgers.ts'
import { type Rig, startRig } from './support/rig.ts'
import { eventually } from './support/wait.ts'

const folder = path.join(import.meta.dirname, 'histories')
const office = 'ca-bc-oipc' as OfficeId
const chosen = process.argv.slice(2).filter((word) => !word.startsWith('--'))
/** Of the scenario that is being recorded. */
let clock: ClockSetting = { kind: 'real' }

const now = () => new Date(legalMs(clock, Date.now())).toISOString() as Instant
await using rig = await startRig({
  encrypted: false,
  ledger: (file) => realLedger(file, now),
})
await using _worker = await rig.startWorker()
const texts = { en: 'a text', fr: 'un texte' }

await scenario('order-life', { office, kind: 'order', id: 'P21-08' }, async (say, ref) => {
  await say({
    kind: 'issue',
    on: '2021-12-14',
    matter: 'a-matter',
    statute: 'ca-bc-pipa',
    respondent,
    terms: threeTerms,
  })
  // The broker goes away for two tries of the first alarm: one within the task, one of its own.
  let tries = 0
  rig.ledger.before = () => {
    if (++tries > 2) return
    throw Object.assign(new Error('no broker'), { stack: 'Error: no broker' })
  }
  await say({ kind: 'serve', on: '2021-12-14', party: 'acme', means: 'courier' })
  await say({ kind: 'comply', on: '2021-12-14', terms: ['T1'], outcome: 'complied' })
  await said(ref, 'deadline-reached')
  await say({ kind: 'refuse', on: '2022-01-20', terms: ['T2', 'T3'] })
  await say({ kind: 'close', on: '2022-01-26', reason: 'the test is over' })
})

await scenario('order-challenged', { office, kind: 'order', id: 'P21-09' }, async (say) => {
  await say({
    kind: 'issue',
    on: '2022-01-10',
    matter: 'a-matter',
    statute: 'ca-bc-pipa',
    respondent,
    terms: threeTerms,
  })
  await say({ kind: 'serve', on: '2022-01-10', party: 'acme', means: 'courier' })
  await say({
    kind: 'challenge',
    on: '2022-01-12',
    challenge: 'jr',
    challengeKind: 'judicial-review',
    forum: 'a court',
  })
  await say({
    kind: 'decide',
    on: '2022-01-20',
    challenge: 'jr',
    outcome: 'upheld',
    citation: '2022 X 1',
    endsStay: true,
  })
})

await scenario('matter-life', { office, kind: 'matter', id: 'a-matter' }, async (say) => {
  await say({ kind: 'opened', on: '2021-12-14', title: texts, respondent })
  await say({ kind: 'findings-published', on: '2021-12-14', offices: [office] })
  await say({ kind: 'noted', on: '2021-12-14', text: texts })
})

// One office proposes, and takes part itself: two workflows, which speak through the ledger only. A day of its legal clock takes 50 ms.
const joint = jointIdOf(office, 'J21-01')
const [proposal, part] = [proposalRef(joint), participationRef(joint, office)]
const document = { title: texts, text: texts, salt: 'a-salt-that-is-as-long-as-salts-are' }
const sealed = { protected: 'a', iv: 'a', ciphertext: 'a', tag: 'a', recipients: [] }
const terms = {
  action: 'statement',
  matter: 'a-matter',
  offices: [office],
  required: [office],
  quorum: 1,
  silence: 'abstention',
  replyBy: '2022-01-10T17:00:00.000Z',
  windowSeconds: 1,
  start: 'coordinator',
  partition: 'call-off',
  compensation: 'none',
  digest: digestOf(document),
  sealed,
}
await scenario('joint-statement', { proposal, part }, async (say) => {
  const on = '2021-12-14'
  await say({ kind: 'propose', on, terms })
  const { digest } = terms
  await say({ kind: 'receive', on, version: 1, digest }, part)
  await say(
    {
      kind: 'prepare',
      on,
      version: 1,
      digest,
      prepared: digestOf('prepared'),
      by: 'First',
      sealed,
    },
    part,
  )
  await say(
    {
      kind: 'approve',
      on,
      version: 1,
      digest,
      prepared: digestOf('prepared'),
      preparedBy: 'First',
      by: 'Second',
      conditions: [],
    },
    part,
  )
  await said(proposal, 'replies-closed')
  await say(
    {
      kind: 'report',
      on,
      version: 1,
      readiness: {
        state: 'ready',
        from: '2021-12-14T08:00:00.000Z',
        date: on,
        zone: 'America/Vancouver',
        why: texts,
      },
    },
    part,
  )
  const moment = new Date(legalMs(clock, Date.now()) + 30 * 86_400_000).toISOString()
  await say({ kind: 'go', on, moment })
  await say({ kind: 'commit', on, version: 1, round: 1, digest }, part)
  await said(proposal, 'released')
  await said(part, 'window-passed')
  await say({ kind: 'act', on, version: 1, round: 1, at: moment, done: [], document }, part)
  await said(proposal, 'concluded')
})

type Say = (
  command: Record<string, unknown> & { kind: string; on: string },
  to?: AggregateRef,
) => Promise<void>

/** Short runs, so that one life is several histories; each becomes a file. */
async function scenario(
  name: string,
  refs: AggregateRef | Readonly<Record<string, AggregateRef>>,
  live: (say: Say, ref: AggregateRef) => Promise<void>,
): Promise<void> {
  const files = new Map(
    'kind' in refs
      ? [[name, refs as AggregateRef]]
      : Object.entries(refs as Readonly<Record<string, AggregateRef>>).map(([part, ref]) => [
          `${name}-${part}`,
          ref,
        ]),
  )
  const [first] = files.values()
  if (first === undefined || (chosen.length > 0 && !chosen.includes(name))) return
  clock = {
    kind: 'compressed',
    realStart: new Date().toISOString() as Instant,
    legalStart: '2021-12-14T17:00:00.000Z' as Instant,
    rate: 20 * 86_400,
  }
  const options = { clock: () => clock, limits: { historyEvents: name === 'order-life' ? 60 : 14 } }
  let sent = 0
  await live(async (command, ref = first) => {
    await eventually(now, (instant) => instant.slice(0, 10) >= command.on)
    const said = { id: `${name}-${(sent += 1)}` as CommandId, ...command } as AnyCommand
    await rig.say(ref, said, { ...options, workflowType: lifeTypeOf(ref) ?? '' })
  }, first)
  rig.ledger.before = () => undefined
  for (const [file, ref] of files) await save(rig, file, ref)
}

/** By an alarm, that is: nobody else says these. */
async function said(ref: AggregateRef, kind: string): Promise<void> {
  await eventually(
    () => rig.ledger.eventsOf(ref).map((event) => (event.event as { kind: string }).kind),
    (seen) => seen.includes(kind),
  )
}

async function save({ link }: Rig, name: string, ref: AggregateRef): Promise<void> {
  const { client } = link
  // The last command may have made the workflow go on as a new run, which has yet to do its first task.
  await eventually(
    () => rig.history(ref),
    (events) =>
      [
        'workflowTaskCompleted',
        'upsertWorkflowSearchAttributes',
        'timerStarted',
        'workflowExecutionCompleted',
      ].includes(events.at(-1) ?? ''),
  )
  mkdirSync(folder, { recursive: true })
  let runId =
    (await client.workflow.getHandle(workflowIdOf(ref)).describe()).raw.workflowExecutionInfo
      ?.firstRunId ?? undefined
  for (let part = 1; runId !== undefined && runId !== ''; part += 1) {
    const history = await client.workflow.getHandle(workflowIdOf(ref), runId).fetchHistory()
    const file = path.join(folder, `${name}.${part}.json`)
    if (existsSync(file) && !process.argv.includes('--replace'))
      throw new Error(`${file} exists: choose another name for a new scenario, or say --replace`)
    writeFileSync(file, historyToJson(history))
    process.stdout.write(
      `${path.relative(process.cwd(), file)}: ${history.events?.length} events\n`,
    )
    runId =
      history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ??
      undefined
  }
}
