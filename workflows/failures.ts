// Failures carry messages, and messages quote values: they are encoded, so that the office's codec encrypts them too.

import { DefaultFailureConverter } from '@temporalio/common'

/** The name that the SDK looks for. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true })
