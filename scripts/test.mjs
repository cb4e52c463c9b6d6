import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from './root.mjs'
import { installTools } from './test/install-tools.mjs'
import { countSkipped, countTests } from './test/report.mjs'
import { howToInstall, missingTools } from './tools.mjs'

/**
 * Runs everything that has to hold: build, types, lint, unused code, then every test. Arguments go to vitest. It ends
 * with one closing line for each runner and the sum of all.
 */
const CHECKS = { types: ['tsc'], lint: ['biome', 'check', '.'], 'unused code': ['knip'] }

const environment = { ...process.env, PATH: join(root, 'node_modules/.bin') + delimiter + process.env.PATH }

const countsLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`

async function run(command, args) {
  const [code] = await once(spawn(command, args, { cwd: root, env: environment, stdio: 'inherit' }), 'exit')
  return code ?? 1
}

/** One check. It prints its output only when it fails. */
function check([command, ...args]) {
  return new Promise((resolve) => {
    execFile(command, args, { cwd: root, env: environment, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim()
      if (error) console.error(output || error.message)
      const counts = error ? { passed: 0, failed: 1, skipped: 0 } : { passed: 1, failed: 0, skipped: 0 }
      resolve({ counts, closing: error ? 'failed' : output.split('\n').at(-1) || 'passed' })
    })
  })
}

/** All tests of vitest, or those that the arguments select. */
async function runVitest() {
  const folder = mkdtempSync(join(tmpdir(), 'ante-test-'))
  const file = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const code = await run('vitest', ['run', ...reporters, ...process.argv.slice(2)])
    if (!existsSync(file)) return { counts: { passed: 0, failed: 1, skipped: 0 }, closing: 'wrote no report' }
    const report = JSON.parse(readFileSync(file, 'utf8'))
    for (const tool of missingTools()) {
      const skipped = countSkipped(report, tool.name)
      if (skipped > 0) console.log(`${skipped} tests skipped, they need ${tool.name}: ${howToInstall(tool)}`)
    }
    const counts = countTests(report, code)
    return { counts, closing: countsLine(counts) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function runEverything() {
  const results = []
  const add = (name, result) => results.push({ name, ...result })
  if ((await run(process.execPath, ['scripts/build.mjs'])) !== 0) {
    add('build', { counts: { passed: 0, failed: 1, skipped: 0 }, closing: 'failed' })
    return results
  }
  for (const [name, command] of Object.entries(CHECKS)) add(name, await check(command))
  installTools(missingTools())
  add('vitest', await runVitest())
  return results
}

const results = await runEverything()
const total = { passed: 0, failed: 0, skipped: 0 }
for (const { name, counts, closing } of results) {
  console.log(`${counts.failed === 0 ? '✓' : '✗'} ${name}: ${closing}`)
  for (const kind of Object.keys(total)) total[kind] += counts[kind]
}
console.log(countsLine(total))
process.exitCode = total.failed === 0 ? 0 : 1
