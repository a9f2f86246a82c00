// The pages about people, put together.

import type { Hono } from 'hono'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { approvalPages, type PreparedParts } from './approvals.ts'
import { auditPages } from './audit.ts'
import { peoplePages } from './people.ts'
import { sessionPages } from './sessions.ts'
import { tokenPages } from './tokens.ts'

export function staffPages(app: Hono, api: OfficeApi, parts: PreparedParts): void {
  approvalPages(app, api, parts)
  auditPages(app, api)
  peoplePages(app, api)
  tokenPages(app, api)
  sessionPages(app, api)
}
