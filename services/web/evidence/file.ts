// An evidence file as an answer: kept by whoever asked for it, never by a cache on the way.

import type { Context } from 'hono'
import type { EvidenceAbout } from '../../../shared/contract/office-api.ts'

export const evidenceType = 'application/vnd.concert.evidence+json'

export function evidenceFile(c: Context, about: EvidenceAbout, text: string): Response {
  return c.body(text, 200, {
    'content-type': `${evidenceType}; charset=utf-8`,
    'content-disposition': `attachment; filename="${about.id.replace(':', '_')}.evidence.json"`,
    'cache-control': 'no-store',
  })
}
