export function clientContract(contract: typeof import('@ante/shared')): string
