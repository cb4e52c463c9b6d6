import { posix } from 'node:path'
import { expect, it } from 'vitest'
import { documentsIn, readSource } from '../support/project/sources.ts'

const PAGES = documentsIn('docs')
const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', ...PAGES, ...documentsIn('test')]

const withoutCode = (text: string) => text.replace(/```[\s\S]*?```/g, '')

/** The anchors that a page's headings have where Markdown is rendered. */
const anchorsIn = (document: string) =>
  [...withoutCode(readSource(document)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

it.each(DOCUMENTS)('[DC8] links from %s lead to files and headings that are there', (document) => {
  const links = [...withoutCode(readSource(document)).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)]
  for (const [link, file, anchor] of links) {
    const target = file ? posix.join(posix.dirname(document), file) : document
    expect(() => readSource(target), link).not.toThrow()
    if (anchor) expect(anchorsIn(target)).toContain(anchor)
  }
})

it('[DC8] README leads to every page of docs/', () => {
  for (const document of ['CONTRIBUTING.md', ...PAGES]) expect(readSource('README.md')).toContain(`(${document})`)
})
