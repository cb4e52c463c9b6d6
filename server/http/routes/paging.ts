import type { PageMeta } from '@ante/shared'
import type { Slice } from '../../storage/storage.ts'

interface Page {
  readonly page: number
  readonly per_page: number
}

export function sliceOf({ page, per_page }: Page): Slice {
  return { offset: (page - 1) * per_page, limit: per_page }
}

/** The absolute URL of a call with a query. */
export function urlOf(publicUrl: string, path: string, query: Record<string, unknown>): string {
  const url = new URL(publicUrl + path)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return url.href
}

/** The links to the next and previous page. Beyond the last page, `prev_page` is the last page. */
export function pageMeta(
  publicUrl: string,
  path: string,
  query: Page & Record<string, unknown>,
  count: number,
): PageMeta {
  const { page, per_page } = query
  const lastPage = Math.max(1, Math.ceil(count / per_page))
  const urlOfPage = (target: number) => urlOf(publicUrl, path, { ...query, page: target })
  return {
    count,
    next_page: page < lastPage ? urlOfPage(page + 1) : null,
    prev_page: page > 1 ? urlOfPage(Math.min(page - 1, lastPage)) : null,
  }
}
