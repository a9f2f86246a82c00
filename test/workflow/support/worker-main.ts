// A worker in a process of its own, for tests that kill it. It dies by its own hand after writing the event of one command,
// before anybody hears of it: the worst moment.

import path from 'node:path'
import { pino } from 'pino'
import { workflowBundle } from '../../../services/adapters/temporal/bundle.ts'
import { officeConverter } from '../../../services/adapters/temporal/codec.ts'
import { connectTemporal } from '../../../services/adapters/temporal/connection.ts'
import { installRuntime } from '../../../services/adapters/temporal/runtime.ts'
import { createOfficeWorker } from '../../../services/adapters/temporal/worker.ts'
import { counterLedger } from './ledgers.ts'
import { namespace, taskQueue, testKey, testWorkflows } from './rig.ts'

const [address, folder, dieAfter] = process.argv.slice(2)
if (address === undefined || folder === undefined)
  throw new Error('usage: worker-main.ts ADDRESS FOLDER [COMMAND-ID]')

installRuntime(pino({ level: 'silent' }))
const ledger = counterLedger(path.join(folder, 'ledger.jsonl'))
ledger.after = ({ commandId }) => {
  if (commandId === dieAfter) process.kill(process.pid, 'SIGKILL')
}
const converter = officeConverter(testKey)
const link = await connectTemporal({ address, namespace, converter })
await using worker = await createOfficeWorker({
  connection: link.native,
  namespace,
  taskQueue,
  activities: ledger,
  bundlePath: await workflowBundle({ entry: testWorkflows }),
  converter,
})
process.send?.('ready')
await worker.finished
