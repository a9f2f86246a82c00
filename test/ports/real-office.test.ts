// A real office keeps the contract: brokers, Temporal and both offices are those of a federation, and what is asked is a further process of each, in this one.

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { pino } from 'pino'
import { foundingOffices } from '../../infra/federation/setup.ts'
import { startOffice } from '../../services/apps/office/office.ts'
import { loadConfig } from '../../services/platform/config.ts'
import { Lifecycle } from '../../services/platform/lifecycle.ts'
import type { OfficeApi } from '../../shared/contract/office-api.ts'
import { TestFederation } from '../support/federation.ts'
import { officeSuite } from './office-suite.ts'

/** Alberta's is invited, and nothing is asked of it. */
const ids = ['ca-bc-oipc', 'ca-ab-oipc', 'ca-fed-opc'] as const

officeSuite('a real one', async () => {
  await using opened = new AsyncDisposableStack()
  const federation = opened.use(
    new TestFederation({ stepped: true, legalStart: '2022-01-31T20:00:00.000Z' }),
  )
  await federation.start({
    offices: foundingOffices().filter(({ id }) => ids.some((each) => each === id)),
  })
  const apiOf = async (id: (typeof ids)[number]): Promise<OfficeApi> => {
    const loaded = loadConfig(federation.running.layout.office(id).config)
    const dataDir = path.join(federation.dataDir, `second-${id}`)
    mkdirSync(dataDir)
    const config = { ...loaded.config, dataDir, http: { host: '127.0.0.1', port: 0 } }
    const life = opened.use(new Lifecycle())
    return (await startOffice({ ...loaded, config }, life, pino({ level: 'silent' }))).api
  }
  const [commissioner, observer] = [await apiOf('ca-bc-oipc'), await apiOf('ca-fed-opc')]
  const stack = opened.move()
  return { commissioner, observer, [Symbol.asyncDispose]: () => stack.disposeAsync() }
})
