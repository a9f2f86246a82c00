import { readFileSync } from 'node:fs'
import { parseCase } from '../../shared/case/case.schema.ts'
import { replayCase } from '../../services/replay/replay.ts'
import { localOffices } from '../../services/cli/environment.ts'
const offices = localOffices(process.argv[2])!
const parsed = parseCase(readFileSync('cases/clearview-ai.json', 'utf8'), '2026-11-22' as never)
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem))
const t0 = Date.now()
const s = await replayCase(parsed.value, { offices, onProgress: (p) => console.log(((Date.now()-t0)/1000).toFixed(2), JSON.stringify(p)) })
console.log(JSON.stringify(s, null, 1))
