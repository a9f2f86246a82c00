// Recorded histories, replayed against today's bundle: an order that is open for years must be understood by every version to come.
// If this fails, do not record anew: make the change with `patched()`, so that the old histories still replay.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { temporal } from '@temporalio/proto'
import { Worker } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import { workflowBundle } from '../../services/adapters/temporal/bundle.ts'
import { officeConverter } from '../../services/adapters/temporal/codec.ts'
import { quietRuntime } from './support/rig.ts'
import { historyFromJson } from './support/history-json.ts'

type History = temporal.api.history.v1.IHistory
const folder = path.join(import.meta.dirname, 'histories')
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const read = (name: string) => historyFromJson(readFileSync(path.join(folder, name), 'utf8'))

function changed(
  name: string,
  change: (event: temporal.api.history.v1.IHistoryEvent) => unknown,
): History {
  const history = read(name)
  history.events?.forEach(change)
  return history
}

let bundlePath: string
beforeAll(async () => {
  quietRuntime()
  bundlePath = await workflowBundle()
})

async function replay(
  ...histories: { name: string; history: History }[]
): Promise<Record<string, string>> {
  const results = Worker.runReplayHistories(
    { workflowBundle: { codePath: bundlePath }, dataConverter: officeConverter() },
    histories.map(({ name, history }) => ({ workflowId: name, history })),
  )
  const seen: Record<string, string> = {}
  for await (const { workflowId, error } of results)
    seen[workflowId] = error?.message ?? 'as recorded'
  return seen
}

describe('recorded histories', () => {
  it('have everything in them that a life can bring', () => {
    const kinds = new Set(
      names.flatMap((name) =>
        (read(name).events ?? []).flatMap((event) =>
          Object.keys(event).filter((key) => key.endsWith('EventAttributes')),
        ),
      ),
    )
    for (const kind of [
      'timerStarted',
      'timerFired',
      'timerCanceled',
      'markerRecorded',
      'activityTaskCompleted',
      'workflowExecutionSignaled',
      'upsertWorkflowSearchAttributes',
      'workflowExecutionContinuedAsNew',
      'workflowExecutionCompleted',
    ]) {
      expect(kinds).toContain(`${kind}EventAttributes`)
    }
  })

  it('replay as recorded', async () => {
    const seen = await replay(...names.map((name) => ({ name, history: read(name) })))
    expect(seen).toEqual(Object.fromEntries(names.map((name) => [name, 'as recorded'])))
  })

  it('would not, were the workflow to do something else', async () => {
    const seen = await replay(
      {
        name: 'an activity less',
        history: changed(
          'order-life.1.json',
          ({ activityTaskScheduledEventAttributes: scheduled }) =>
            scheduled?.activityType && (scheduled.activityType.name = 'forget'),
        ),
      },
      {
        name: 'a marker less',
        history: changed(
          'order-life.1.json',
          (event) =>
            event.markerRecordedEventAttributes &&
            (event.markerRecordedEventAttributes.markerName = 'Version'),
        ),
      },
    )
    expect(Object.values(seen)).toEqual(
      [0, 1].map(() => expect.stringMatching(/[Nn]on-?determinis|\[TMPRL1100\]/)),
    )
  })
})
