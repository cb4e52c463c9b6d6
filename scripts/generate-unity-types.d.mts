export const GENERATED: string
export function generateUnityTypes(): Promise<Map<string, string>>
