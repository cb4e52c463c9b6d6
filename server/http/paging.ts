import type { PageMeta } from '@ante/shared'
import type { Slice } from '../storage/storage.ts'

interface Page {
  readonly page: number
  readonly per_page: number
}

export function sliceOf({ page, per_page }: Page): Slice {
  return { offset: (page - 1) * per_page, limit: per_page }
}

/** Where the pages beside this one are; a page beyond the last leads back to it. */
export function pageMeta(
  publicUrl: string,
  path: string,
  query: Page & Record<string, unknown>,
  count: number,
): PageMeta {
  const { page, per_page } = query
  const lastPage = Math.max(1, Math.ceil(count / per_page))
  const urlOf = (target: number) => {
    const url = new URL(path, publicUrl)
    for (const [name, value] of Object.entries({ ...query, page: target })) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    return url.href
  }
  return {
    count,
    next_page: page < lastPage ? urlOf(page + 1) : null,
    prev_page: page > 1 ? urlOf(Math.min(page - 1, lastPage)) : null,
  }
}
