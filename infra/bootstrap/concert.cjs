#!/usr/bin/env node
// `concert`: the command line, on whatever Node the machine has.
'use strict'

require('./bootstrap.cjs').main('services/apps/concert/main.ts', process.argv.slice(2))
