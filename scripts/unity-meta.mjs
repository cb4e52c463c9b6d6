import { createHash } from 'node:crypto'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { basename, extname, join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './root.mjs'

/** The Unity package, from the repository's folder. */
export const PACKAGE = 'client/unity/com.ante.runtime'

const TEXT = ['TextScriptImporter:', '  externalObjects: {}']
const SCRIPTED = (script) => [
  'ScriptedImporter:',
  '  internalIDToNameTable: []',
  '  externalObjects: {}',
  '  serializedVersion: 2',
  `  script: ${script}`,
]
/** A plug-in that builds of one platform alone take, with that platform's settings. */
const PLUGIN = (platform, ...settings) => [
  'PluginImporter:',
  '  externalObjects: {}',
  '  serializedVersion: 2',
  '  iconMap: {}',
  '  executionOrder: {}',
  '  defineConstraints: []',
  '  isPreloaded: 0',
  '  isOverridable: 0',
  '  isExplicitlyReferenced: 0',
  '  validateReferences: 1',
  '  platformData:',
  '  - first:',
  '      Any: ',
  '    second:',
  '      enabled: 0',
  '      settings: {}',
  '  - first:',
  '      Editor: Editor',
  '    second:',
  '      enabled: 0',
  '      settings:',
  '        DefaultValueInitialized: true',
  '  - first:',
  `      ${platform}`,
  '    second:',
  '      enabled: 1',
  ...(settings.length === 0
    ? ['      settings: {}']
    : ['      settings:', ...settings.map((setting) => `        ${setting}`)]),
]
const WEBGL_PLUGIN = PLUGIN('WebGL: WebGL')
const IOS_PLUGIN = PLUGIN(
  'iPhone: iOS',
  'AddToEmbeddedBinaries: false',
  'CPU: AnyCPU',
  'CompileFlags: ',
  'FrameworkDependencies: Security;',
)

const IMPORTERS = {
  '.cs': [
    'MonoImporter:',
    '  externalObjects: {}',
    '  serializedVersion: 2',
    '  defaultReferences: []',
    '  executionOrder: 0',
    '  icon: {instanceID: 0}',
  ],
  '.asmdef': ['AssemblyDefinitionImporter:', '  externalObjects: {}'],
  '.md': TEXT,
  '.xml': TEXT,
  '.json': TEXT,
  '.html': TEXT,
  '.txt': TEXT,
  '.jslib': WEBGL_PLUGIN,
  '.jspre': WEBGL_PLUGIN,
  '.mm': IOS_PLUGIN,
  '.asset': ['NativeFormatImporter:', '  externalObjects: {}', '  mainObjectFileID: 11400000'],
  '.uxml': SCRIPTED('{fileID: 13804, guid: 0000000000000000e000000000000000, type: 0}'),
  '.uss': SCRIPTED('{fileID: 12385, guid: 0000000000000000e000000000000000, type: 0}'),
}
const DEFAULT = ['DefaultImporter:', '  externalObjects: {}']

/** A GUID that depends on the path alone, so that it never changes and never collides with another package's. */
const guidOf = (path) => createHash('sha256').update(`com.ante.runtime/${path}`).digest('hex').slice(0, 32)

function importerOf(path, isFolder) {
  if (isFolder) return ['folderAsset: yes', ...DEFAULT]
  if (path === 'package.json') return ['PackageManifestImporter:', '  externalObjects: {}']
  return IMPORTERS[extname(path)] ?? DEFAULT
}

function metaOf({ path, isFolder }) {
  const end = ['  userData: ', '  assetBundleName: ', '  assetBundleVariant: ', '']
  return ['fileFormatVersion: 2', `guid: ${guidOf(path)}`, ...importerOf(path, isFolder), ...end].join('\n')
}

/** Unity passes over what begins with a dot or ends in `~`; a sample is copied out of its folder, with what it holds. */
function isSeen(path) {
  const parts = path.split('/')
  const inside = parts[0] === 'Samples~' ? parts.slice(1) : parts
  return inside.length > 0 && inside.every((part) => !part.startsWith('.') && !part.endsWith('~'))
}

/** What every `.meta` file of the package has to be, by its path inside of the package. */
export async function unityMetas() {
  const folder = join(root, PACKAGE)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const assets = entries
    .map((entry) => ({
      path: join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
      isFolder: entry.isDirectory(),
    }))
    .filter(({ path }) => isSeen(path) && !path.endsWith('.meta'))
  return new Map(assets.map((asset) => [`${asset.path}.meta`, metaOf(asset)]))
}

/** The `.meta` files that are there. */
export async function presentMetas() {
  const folder = join(root, PACKAGE)
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => basename(name).endsWith('.meta')).map((name) => name.split(sep).join('/'))
}

async function writeMetas() {
  const metas = await unityMetas()
  const stale = (await presentMetas()).filter((path) => !metas.has(path))
  await Promise.all(stale.map((path) => rm(join(root, PACKAGE, path))))
  await Promise.all([...metas].map(([path, text]) => writeFile(join(root, PACKAGE, path), text)))
  console.log(`${metas.size} .meta files in ${PACKAGE}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeMetas()
