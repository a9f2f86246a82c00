// The pages, put together from their capabilities: what one shows of another is passed in here.
// Each page renders whole on the server; the script only fetches the same page again when something changed.

import { Hono } from 'hono'
import type { OfficeApi } from '../../shared/contract/office-api.ts'
import type { JointId, MatterId } from '../../shared/kernel/ids.ts'
import { actingPages, matterActs, orderActs } from './acting/pages.ts'
import { preparedName, preparedShown, preparedWhom } from './acting/prepared.ts'
import { boardPages } from './board/page.ts'
import { deskPages, deskPart } from './desk/page.ts'
import { draftPages, ownDrafts } from './desk/drafts.ts'
import { deskListPages, ownDesk } from './desk/lists.ts'
import { viewPages } from './desk/views.ts'
import { driftNotice, driftPages, driftPart } from './drift/page.ts'
import { evidencePages } from './evidence/page.ts'
import { helpPages } from './help/pages.ts'
import { homePages } from './home/page.ts'
import { ledgerPages } from './ledgers/page.ts'
import { listPages } from './lists/page.ts'
import { jointPages, jointOfMatter, waitingNotice } from './joint/pages.ts'
import { matterPages } from './matters/page.ts'
import { notificationPages } from './notifications/page.ts'
import { orderPages } from './orders/page.ts'
import { waitingFor } from './staff/approvals.ts'
import { staffPages } from './staff/pages.ts'
import { statisticsPages } from './statistics/page.ts'
import { whatIfPart } from './what-if/page.ts'

export function pageRoutes(api: OfficeApi): Hono {
  const app = new Hono()
  homePages(app, api, {
    prepared: waitingFor({ name: preparedName, whom: preparedWhom }),
    desk: ownDesk,
    drafts: ownDrafts,
  })
  listPages(app, api)
  boardPages(app, api, [waitingNotice, driftNotice])
  matterPages(app, api, {
    joint: jointOfMatter,
    acts: matterActs,
    desk: (page, id) => deskPart(page, { kind: 'matter', id: id as MatterId }),
  })
  orderPages(app, api, {
    acts: orderActs,
    whatIf: whatIfPart,
    drift: driftPart,
    desk: (_, page, { view }) => deskPart(page, { kind: 'order', id: view.order }),
  })
  actingPages(app, api)
  evidencePages(app, api)
  jointPages(app, api, {
    desk: (page, id) => deskPart(page, { kind: 'joint', id: id as JointId }),
  })
  deskPages(app, api)
  deskListPages(app, api)
  draftPages(app, api)
  viewPages(app, api)
  driftPages(app, api)
  ledgerPages(app, api)
  statisticsPages(app, api)
  notificationPages(app, api)
  staffPages(app, api, { name: preparedName, whom: preparedWhom, shown: preparedShown })
  helpPages(app, api)
  return app
}
