import { readFile, writeFile } from 'node:fs/promises'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Table } from '../bench.ts'
import { present, presentTable } from '../present.ts'
import { budgetOf } from './budget.ts'
import { GOALS, type Goal } from './goals.ts'
import { plotBars } from './plot.ts'
import { figure, type Results } from './results.ts'

const PAGE = 'docs/performance.md'

/** Writes the measured parts of the page and its plots, from what `--json` printed. What is between the marks is replaced. */
export async function writePage(root: string, results: Results): Promise<void> {
  let page = await readFile(join(root, PAGE), 'utf8')
  const put = (name: string, content: string) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
    const [before, rest = ''] = page.split(begin)
    if (!rest.includes(end)) throw new Error(`${PAGE} has no place for ${name}`)
    page = `${before}${begin}\n\n${content.trim()}\n\n${end}${rest.slice(rest.indexOf(end) + end.length)}`
  }
  put('machine', machine())
  put('goals', goals(results))
  put('budget', presentTable(budgetOf(results)))
  put(
    'tables',
    Object.values(results)
      .map((table) => present(table, '###'))
      .join('\n'),
  )
  await writeFile(join(root, PAGE), page)
  await writeFile(join(root, 'docs/images/lifecycles.svg'), lifecyclesPlot(results))
  await writeFile(join(root, 'docs/images/budget.svg'), budgetPlot(results))
}

function machine(): string {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `Measured on ${cpus().length} cores (${cpu?.model.trim()}), ${memory} GB, Linux ${release().split('-')[0]}, Node.js ${process.version}.`
}

function goals(results: Results): string {
  const rows = GOALS.map((goal) => {
    const value = goal.measured(results)
    return [
      goal.what,
      shown(goal, value),
      `${goal.goal}${unitOf(goal)}`,
      verdict(goal, value),
      `\`npm run bench -- ${goal.parts}\``,
    ]
  })
  return presentTable({ title: '', columns: ['what', 'measured', 'goal', 'reached', 'command'], rows, note: '' })
}

const unitOf = ({ unit }: Goal) => (unit === undefined ? '' : ` ${unit}`)
const shown = (goal: Goal, value: number | null) =>
  value === null ? 'not measured' : `${value.toFixed(goal.digits ?? 2)}${unitOf(goal)}`
const verdict = ({ isMet }: Goal, value: number | null) => (value === null ? '–' : isMet(value) ? 'yes' : '**no**')

function lifecyclesPlot(results: Results): string {
  const bars = (results.lifecycles?.rows ?? []).map(([name]) => ({
    label: String(name),
    value: figure(results, 'lifecycles', String(name), 'a second') ?? 0,
    own: String(name).startsWith('Ante'),
  }))
  return plotBars({ title: 'Lifecycles of a match', unit: 'a second, on one core', bars })
}

function budgetPlot(results: Results): string {
  const { rows }: Table = budgetOf(results)
  const bars = rows.map(([label, , now]) => ({ label: String(label), value: Number(now), own: true }))
  return plotBars({ title: 'Where the time of a lifecycle goes', unit: 'µs', bars })
}
