// Run as a program: lets the Temporal SDK download a version of the dev server into a folder, and start it once.

import { TestWorkflowEnvironment } from '@temporalio/testing'

const [version, downloadDir] = process.argv.slice(2)
if (version === undefined || downloadDir === undefined)
  throw new Error('usage: sdk-download.ts VERSION FOLDER')
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir, version } },
})
await environment.teardown()
