export const PACKAGE: string
export function unityMetas(): Promise<Map<string, string>>
export function presentMetas(): Promise<string[]>
