import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { root } from './root.mjs'
import { countTests } from './test-report.mjs'
import { installTools, missingTools } from './tools.mjs'

/** Everything that has to hold, in one run: build, types, lint, unused code, then every test. */
const CHECKS = { types: ['tsc'], lint: ['biome', 'check', '.'], 'unused code': ['knip'] }

const HINT = ' Install that and run again; a Chromium or Chrome elsewhere is named in ANTE_CHROMIUM.'

const environment = { ...process.env, PATH: join(root, 'node_modules/.bin') + delimiter + process.env.PATH }
const total = { passed: 0, failed: 0, skipped: 0 }

/** One check: its closing line when all is well, everything it has to say otherwise. */
function check([name, [command, ...args]]) {
  return new Promise((resolve) => {
    execFile(command, args, { cwd: root, env: environment, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim()
      console.log(error ? `✗ ${name}\n${output}` : `✓ ${name}  ${output.split('\n').at(-1)}`)
      total[error ? 'failed' : 'passed'] += 1
      resolve()
    })
  })
}

async function run(command, args) {
  const [code] = await once(spawn(command, args, { cwd: root, env: environment, stdio: 'inherit' }), 'exit')
  return code ?? 1
}

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'ante-test-'))
  const file = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const code = await run('vitest', ['run', ...reporters, ...process.argv.slice(2)])
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
    return countTests(JSON.parse(readFileSync(file, 'utf8')), code)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function testEverything() {
  if ((await run(process.execPath, ['scripts/build.mjs'])) !== 0) {
    total.failed += 1
    return
  }
  for (const entry of Object.entries(CHECKS)) await check(entry)

  if (missingTools().length > 0) installTools(missingTools())
  const missing = missingTools()
  const chromium = findChromium()
  if (chromium !== undefined) environment.ANTE_CHROMIUM = chromium
  const tests = await runTests()
  for (const kind of Object.keys(total)) total[kind] += tests[kind]
  if (missing.length > 0) console.log(`${tests.skipped} tests skipped: they need ${missing.join(' and ')}.${HINT}`)
}

await testEverything()
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed === 0 ? 0 : 1
