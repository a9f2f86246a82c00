// An evidence file from a page: one link, one file; where there is none yet, a page that says why and when to come back.

import { beforeAll, expect, test } from 'vitest'
import { ok, refuse } from '../../../shared/kernel/problems.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

let office: MemoryOffice
beforeAll(async () => void (office = await new MemoryOffice('ca-bc-oipc', '2022-03-01').replay()))

test.each([
  ['/orders/ca-bc-oipc/P21-08', 'ca-bc-oipc_P21-08.evidence.json', 'ca-bc-oipc:P21-08'],
  ['/matters/clearview-ai', 'clearview-ai.evidence.json', 'clearview-ai'],
])('%s leads to its file, which is kept and never cached', async (path, name, id) => {
  const asked: unknown[] = []
  office.evidence = (_, about) => {
    asked.push(about)
    return ok('{"format":"concert.evidence.v1"}\n') as never
  }
  const client = clientOf(office)
  const page = await PlainBrowser.open(client.send, path)
  const link = page.document.querySelector(`a[href="${path}/evidence"]`)
  expect(link?.textContent).toBe('Evidence file')
  const answer = await client.get(`${path}/evidence`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.text()).toBe('{"format":"concert.evidence.v1"}\n')
  expect(asked).toMatchObject([{ id }])
})

test('what no head covers yet is said on a page, in the reader’s language', async () => {
  office.evidence = () =>
    refuse('ledger-not-compared', {
      en: 'No signed head covers entry 4 yet. Try again in a minute.',
      fr: 'Aucune tête signée ne couvre encore l’entrée 4. Réessayez dans une minute.',
    }) as never
  const path = '/orders/ca-bc-oipc/P21-08/evidence'
  const page = await PlainBrowser.open(clientOf(office).send, path, 'fr')
  expect(page.status).toBe(503)
  expect(page.words).toContain('Réessayez dans une minute')
})

test.each(['/orders/ca-bc-oipc/n o/evidence', '/matters/No%20Such/evidence'])(
  '%s is no file: the page says that it is not there',
  async (path) => {
    const page = await PlainBrowser.open(clientOf(office).send, path)
    expect(page.status).toBe(404)
  },
)
