import type { Problem } from '@ante/shared'
import express, { type Request, type RequestHandler } from 'express'
import { SIZE_LIMITS } from '../domain/limits.ts'
import type { ErrorView } from './error-page.ts'
import { PageError } from './send-page.ts'

/** Reads the body of a page's form, for the functions below. */
export const readForm: RequestHandler = (req, res, next) => {
  if (req.is('multipart/*')) throw new PageError(415, MULTIPART)
  readUrlEncoded(req, res, next)
}

const readUrlEncoded = express.urlencoded({ extended: false, limit: SIZE_LIMITS.pageForm.size })

const MULTIPART: ErrorView = {
  title: 'This form could not be read',
  message: 'It was sent as multipart/form-data. Forms are read as application/x-www-form-urlencoded here.',
}

/** A field as it was typed; empty where the form has none of this name, or several. */
export function textField(req: Request, name: string): string {
  const value: unknown = req.body?.[name]
  return typeof value === 'string' ? value : ''
}

/** Every value of a field that a form may have several of. */
export function textFields(req: Request, name: string): readonly unknown[] {
  return [req.body?.[name] ?? []].flat()
}

/** Whether the form that was sent has this field at all. */
export function hasField(req: Request, name: string): boolean {
  return req.body?.[name] !== undefined
}

/** Why a form is shown again instead of doing what it asked for. */
export interface FormError {
  /** Of the HTTP answer. */
  readonly status: number
  /** About the form as a whole. */
  readonly message?: string
  /** By the name of the field. */
  readonly fieldErrors?: Readonly<Record<string, string>>
}

/** What a use case says is wrong with a form; the message is left out where each field has its own. */
export function formErrorOf({ code, errors, message }: Problem): FormError {
  if (code === 'username_taken') return { status: 422, fieldErrors: { username: message } }
  if (errors.length === 0) return { status: 422, message }
  return {
    status: 422,
    fieldErrors: Object.fromEntries(errors.map(({ path, message: text }) => [path, sentence(text)])),
  }
}

const sentence = (text: string) => `${text[0]?.toUpperCase()}${text.slice(1)}.`
