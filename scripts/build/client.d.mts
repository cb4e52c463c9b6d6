/** Builds `ante.js`, `ante.mjs` and `types/`, into `client/dist` where no folder is named. */
export function buildClient(folder?: string): Promise<void>
