// Sees to it that one recipient's messages are sent: woken by news or by a timer, and retried by Temporal while a line is down.
// The office knows what is sent, and when; none of it is in the history.

import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { maxHistoryEventsPerRun } from '../shared/kernel/limits.ts'
import { newsSignal, type NotificationActivities, type NotificationInput } from './messages.ts'

const { deliver } = proxyActivities<NotificationActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '10 minutes' },
})

export async function notificationDelivery(input: NotificationInput): Promise<void> {
  let hasNews = true
  setHandler(defineSignal(newsSignal), () => void (hasNews = true))
  while (workflowInfo().historyLength < maxHistoryEventsPerRun) {
    hasNews = false
    const { waitMs } = await deliver(input)
    if (waitMs === undefined) await condition(() => hasNews)
    else if (waitMs > 0) await condition(() => hasNews, waitMs)
  }
  await continueAsNew<typeof notificationDelivery>(input)
}
