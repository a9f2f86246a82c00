// One HTTP application: guards, API, pages, static files, and what is answered when nothing matches. It opens no socket.

import { Hono, type Context } from 'hono'
import { problem, type Problem } from '../../shared/kernel/problems.ts'
import { apiRoutes, type ApiOptions } from './api.ts'
import { calendarRoutes } from './calendar/api.ts'
import { gate, isForReader } from './kit/gate.ts'
import { compressed } from './kit/compress.ts'
import { csrf, hostGuard, jsonGuard, ownAnswers, securityHeaders, sizeGuard } from './kit/guard.ts'
import { pageRoutes } from './pages.ts'
import { problemPage } from './kit/problem-page.ts'
import { answerProblem, problemOfError } from './kit/problem.ts'
import type { OfficeApi } from '../../shared/contract/office-api.ts'
import type { Staff } from '../../shared/contract/staff.ts'
import type { OpenIdOptions } from './sign-in/openid.ts'
import { signInPages } from './sign-in/pages.ts'
import { signedOutPage } from './kit/signed-out.ts'
import { staticRoutes } from './kit/static.ts'

export interface AppOptions extends ApiOptions {
  /** Who is let in. */
  readonly staff: Staff
  /** The office's identity provider; absent where identities are local. */
  readonly openId?: OpenIdOptions | undefined
  /** In which header the proxy in front says whose request it is. */
  readonly addressHeader?: string | undefined
  /** Names in the Host header that are this instance: `127.0.0.1`, `localhost:8080`, `office.example`. Without a port: any port. */
  readonly hosts: readonly string[]
  /** Where faults go; a refusal is not one. */
  readonly logFault: (
    error: unknown,
    request: { readonly method: string; readonly path: string },
  ) => void
}

export function createApp(api: OfficeApi, options: AppOptions): Hono {
  const app = new Hono()
  const { staff, openId, addressHeader } = options
  const entry = {
    staff,
    openId,
    office: api.office.id,
    secure: openId?.publicUrl.startsWith('https:') === true,
    home: openId?.publicUrl,
    addressHeader,
  }
  app.use(securityHeaders, compressed, ownAnswers, hostGuard(options.hosts))
  app.use(csrf, sizeGuard, jsonGuard)
  app.use(gate(entry, (c) => signedOutPage(api, c)))
  app.route('/', apiRoutes(api, options))
  app.route('/', staticRoutes())
  app.route('/', calendarRoutes(api))
  app.route('/', pageRoutes(api))
  signInPages(app, api, entry)
  const answer = (c: Context, refusal: Problem) =>
    isForReader(c) ? problemPage(api, c, refusal) : answerProblem(c, refusal)
  app.notFound((c) =>
    answer(
      c,
      problem(
        'not-found',
        {
          en: `There is nothing at ${c.req.method} ${c.req.path}`,
          fr: `Il n'y a rien à ${c.req.method} ${c.req.path}`,
        },
        c.req.path,
      ),
    ),
  )
  app.onError((error, c) => {
    const refusal = problemOfError(error)
    if (refusal !== undefined) return answer(c, refusal)
    // Nobody waits for the answer any more, and nothing failed here.
    if (isHangUp(error, c)) return c.body(null, 408)
    options.logFault(error, { method: c.req.method, path: c.req.path })
    // What failed inside is for the log, not for the network; and a page would ask the same office again.
    return answerProblem(
      c,
      problem('internal-fault', {
        en: 'Something failed inside this instance; its log says what',
        fr: 'Une défaillance est survenue dans cette instance; son journal dit laquelle',
      }),
    )
  })
  return app
}

/** The client closed its connection before it had sent all of its request. */
function isHangUp(error: unknown, c: Context): boolean {
  if (c.req.raw.signal.aborted) return true
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}
