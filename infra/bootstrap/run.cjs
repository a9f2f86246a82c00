// `node run.cjs FILE.ts ARGS`: runs a TypeScript file of this project on the Node it needs, set up first.
'use strict'

const [entry, ...args] = process.argv.slice(2)
if (entry === undefined) {
  process.stderr.write('usage: node infra/bootstrap/run.cjs FILE.ts [ARGUMENT ...]\n')
  process.exitCode = 2
} else {
  require('./bootstrap.cjs').main(entry, args)
}
