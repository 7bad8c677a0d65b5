#!/usr/bin/env node
import { runProgram } from './composition/run-program.ts';

await runProgram(process.argv);
