/** One bar: its label, its value, and whether it is Ante’s own. */
export interface Bar {
  readonly label: string
  readonly value: number
  readonly own: boolean
}

const WIDTH = 960
const ROW = 34
const TOP = 64
const LABELS = 330
const VALUES = 110

/** Horizontal bars as SVG, in the colours of the documents’ other pictures, light and dark. */
export function plotBars({ title, unit, bars }: { title: string; unit: string; bars: readonly Bar[] }): string {
  const most = Math.max(...bars.map(({ value }) => value))
  const height = TOP + bars.length * ROW + 16
  const description = bars.map(({ label, value }) => `${label}: ${shown(value)} ${unit}`).join('; ')
  const rows = bars.map(({ label, value, own }, index) => {
    const y = TOP + index * ROW
    const width = Math.max(2, ((WIDTH - LABELS - VALUES) * value) / most)
    return [
      `<text class="label" x="${LABELS - 14}" y="${y + 19}" text-anchor="end">${escaped(label)}</text>`,
      `<rect class="${own ? 'own' : 'other'}" x="${LABELS}" y="${y + 3}" width="${width.toFixed(1)}" height="22" rx="3"/>`,
      `<text class="value" x="${(LABELS + width + 10).toFixed(1)}" y="${y + 19}">${shown(value)}</text>`,
    ].join('')
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="t d" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif">
  <title id="t">${escaped(title)}</title>
  <desc id="d">${escaped(description)}</desc>
  <style>
    .ground { fill: #ffffff } .title { fill: #16211c; font-size: 17px; font-weight: 650 } .unit, .value { fill: #55635b; font-size: 14px }
    .label { fill: #16211c; font-size: 14px } .own { fill: #0f6b51 } .other { fill: #b9c4bd }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #0e1512 } .title, .label { fill: #e8eee9 } .unit, .value { fill: #a2b0a8 } .own { fill: #4fc79a } .other { fill: #3f4f47 }
    }
  </style>
  <rect class="ground" width="${WIDTH}" height="${height}" rx="14"/>
  <text class="title" x="24" y="36">${escaped(title)}</text><text class="unit" x="${WIDTH - 24}" y="36" text-anchor="end">${escaped(unit)}</text>
  ${rows.join('\n  ')}
</svg>
`
}

const shown = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en-GB') : value.toPrecision(3))

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
