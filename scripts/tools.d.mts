/** A tool that some tests need beside Node.js. */
export interface Tool {
  readonly name: string
  readonly commands: readonly string[]
  readonly folders?: readonly string[]
  readonly variable?: string
  readonly debian?: readonly string[]
  readonly hint?: string
}

export const TOOLS: readonly Tool[]
export function toolPath(name: string): string | undefined
export function missingTools(): readonly Tool[]
export function howToInstall(tool: Tool): string
