/**
 * Active ISO 4217 codes by the number of digits after the decimal point. Codes without a minor unit (metals, testing)
 * are left out because they cannot be staked.
 */
const CODES_BY_EXPONENT: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY ' +
    'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS ' +
    'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR ' +
    'MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP ' +
    'STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

let exponents: ReadonlyMap<string, number> | undefined

/**
 * Builds the map on the first call. Without code at module level, bundlers can drop this file from a game that does not
 * use it.
 */
function exponentsByCode(): ReadonlyMap<string, number> {
  exponents ??= new Map(
    Object.entries(CODES_BY_EXPONENT).flatMap(([exponent, codes]) =>
      codes.split(' ').map((code) => [code, Number(exponent)] as const),
    ),
  )
  return exponents
}

/** Whether this is an active ISO 4217 code, in capitals. */
export function isCurrency(code: string): boolean {
  return exponentsByCode().has(code)
}

/** Digits after the decimal point of a currency: GBP 2, JPY 0, KWD 3. */
export function exponentOf(currency: string): number {
  return exponentsByCode().get(currency) ?? 2
}

/** Formats minor units for display: `formatMoney(500, 'GBP')` is `£5.00`. */
export function formatMoney(minorUnits: number, currency: string, locale?: string): string {
  const digits = exponentOf(currency)
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(minorUnits / 10 ** digits)
}
