import { type AmountsByCurrency, exponentOf, formatMoney } from '@ante/shared'
import { type Html, html } from './html.ts'

const PREFIX = 'limit_'

/** An input for each currency that has a limit, with the limit in major units. `scope` keeps the ids of a page's forms apart. */
export function stakeLimitFields(limits: AmountsByCurrency, scope: string): readonly Html[] {
  return Object.entries(limits).map(([currency, amount]) => {
    const id = `${scope}-${PREFIX}${currency}`
    return html`<div class="field">
<label for="${id}">Limit in ${currency}</label>
<input id="${id}" name="${PREFIX}${currency}" type="text" inputmode="decimal" autocomplete="off" value="${inMajorUnits(amount, currency)}" required>
</div>`
  })
}

/** The limits that were typed into `stakeLimitFields`, in minor units, or what is wrong with them. An empty field changes nothing. */
export function readStakeLimitFields(
  limits: AmountsByCurrency,
  fieldOf: (name: string) => string,
): { readonly limits: AmountsByCurrency } | { readonly wrong: string } {
  const typed: Record<string, number> = {}
  for (const currency of Object.keys(limits)) {
    const text = fieldOf(PREFIX + currency).trim()
    if (text === '') continue
    const amount = minorUnitsOf(text, currency)
    if (amount === null) {
      return { wrong: `Type the limit in ${currency} as an amount such as ${inMajorUnits(1000, currency)}.` }
    }
    typed[currency] = amount
  }
  return { limits: typed }
}

/** Limits as people read them: `£50.00 and €20.00`. */
export function limitsInWords(limits: AmountsByCurrency): string {
  const amounts = Object.entries(limits).map(([currency, amount]) => formatMoney(amount, currency, 'en-GB'))
  return new Intl.ListFormat('en-GB').format(amounts)
}

function inMajorUnits(amount: number, currency: string): string {
  const digits = exponentOf(currency)
  return (amount / 10 ** digits).toFixed(digits)
}

function minorUnitsOf(text: string, currency: string): number | null {
  const digits = exponentOf(currency)
  const [, whole = '', fraction = ''] = /^(\d{1,13})(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === '' || fraction.length > digits) return null
  const amount = Number(whole + fraction.padEnd(digits, '0'))
  return Number.isSafeInteger(amount) ? amount : null
}
