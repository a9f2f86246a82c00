// The office in memory, with which pages and API are tested, keeps the contract. The real one is run through the same suite where engines run.

import { MemoryOffice } from '../contract/http/memory-office.ts'
import { officeSuite } from './office-suite.ts'

officeSuite('in memory', async () => ({
  commissioner: new MemoryOffice('ca-bc-oipc', '2022-01-31'),
  observer: new MemoryOffice('ca-fed-opc', '2022-01-31'),
  [Symbol.asyncDispose]: async () => undefined,
}))
