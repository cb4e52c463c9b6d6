import { asMatchId } from '../domain/ids.ts'
import type { Place } from '../domain/ranking.ts'

/** A place among the open matches as links carry it. */
export function presentOfferPlace({ skillLevel, createdAt, id }: Place): string {
  return `${skillLevel ?? 'none'}-${createdAt}-${id}`
}

/** The place in a link that `presentOfferPlace` made; null without one. */
export function parseOfferPlace(text: string | undefined): Place | null {
  const [level, createdAt, id] = text?.split('-') ?? []
  if (level === undefined || createdAt === undefined || id === undefined) return null
  return { skillLevel: level === 'none' ? null : Number(level), createdAt: Number(createdAt), id: asMatchId(id) }
}
