import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPrograms, type Programs } from '../support/unity/dotnet.ts'
import { TEMPLATE } from '../support/unity/webgl-template.ts'

const SERVER = 'server=https://ante.example'
const IDS = ['native=n', 'web=w']
const REDIRECT = 'redirect=com.studio.game:/signed-in'
const ACTIVITY = 'com.unity3d.player.UnityPlayerGameActivity'

describe('the Editor’s checks of a build', { tags: ['dotnet'] }, () => {
  let programs: Programs
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ante-manifest-'))
    programs = await buildPrograms()
  }, 180_000)
  afterAll(async () => {
    await programs?.remove()
    await rm(folder, { recursive: true, force: true })
  })

  const check = async (...facts: string[]) =>
    (await programs.run('check', ...facts)).split('\n').filter((line) => line !== '')

  it.each([
    ['Desktop', SERVER, ...IDS],
    ['Desktop', 'server=http://localhost:4000', 'development', 'http', ...IDS],
    ['Android', SERVER, ...IDS, REDIRECT, 'scheme'],
    ['Ios', SERVER, ...IDS, REDIRECT, 'scheme'],
    ['Web', SERVER, 'web=w', 'template'],
  ])('[UN32] finds nothing wrong with %s, %s', async (...facts) => {
    expect(await check(...facts)).toEqual([])
  })

  it.each([
    [['Desktop', ...IDS], 'fatal OpenSettings Server is missing'],
    [['Desktop', 'server=ante.example', ...IDS], 'fatal OpenSettings Server is missing'],
    [
      ['Desktop', 'server=http://ante.example', 'development', ...IDS],
      'fatal OpenSettings Server is http://ante.example',
    ],
    [['Desktop', 'server=http://localhost:4000', 'http', ...IDS], 'fatal OpenSettings Server is http://localhost:4000'],
    [['Desktop', 'server=http://localhost:4000', 'development', ...IDS], 'fatal None Unity refuses http'],
    [['Desktop', SERVER, 'web=w'], 'fatal OpenSettings Native client id is missing'],
    [['Web', SERVER, 'native=n', 'template'], 'fatal OpenSettings Web client id is missing'],
    [['Web', SERVER, 'web=w'], 'hint InstallTemplate The page of this build is not'],
    [['Android', SERVER, ...IDS], 'fatal OpenSettings Redirect URI is missing'],
    [['Ios', SERVER, ...IDS, 'redirect=game:/back', 'scheme'], 'fatal OpenSettings Redirect URI is missing'],
    [['Android', SERVER, ...IDS, REDIRECT], 'fatal AddScheme The scheme com.studio.game does not open'],
    [['Ios', SERVER, ...IDS, REDIRECT], 'fatal AddScheme The scheme com.studio.game does not open'],
  ])('[UN32] says what is wrong with %j', async (facts, expected) => {
    const found = await check(...facts)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(expected)
  })

  it.each(['https://ante.example/play', 'https://ante.example/play/'])(
    '[UN32] makes the page of a build load the browser client of %s',
    async (server) => {
      const page = await programs.run('page', join(TEMPLATE, 'index.html'), server)
      expect(page).toContain('<script src="https://ante.example/play/ante.js"></script>')
      expect(page).not.toContain('ante.invalid')
    },
  )

  it('[UN32] makes a manifest that opens the game by the scheme', async () => {
    const made = await programs.run('add-scheme', 'com.studio.game', ACTIVITY, '')
    expect(made).toMatch(/^False True\n/)
    expect(made).toContain(`android:name="${ACTIVITY}"`)
    expect(made).toContain('android.intent.category.LAUNCHER')
    expect(made).toContain('android:scheme="com.studio.game"')
  })

  it('[UN32] adds the scheme to a manifest of the game’s own, and keeps all that is there', async () => {
    const file = join(folder, 'AndroidManifest.xml')
    const own = `<manifest xmlns:android="http://schemas.android.com/apk/res/android">
  <uses-permission android:name="android.permission.VIBRATE" />
  <application>
    <activity android:name="com.studio.Splash" />
    <activity android:name="com.studio.Game">
      <intent-filter>
        <action android:name="android.intent.action.MAIN" />
        <category android:name="android.intent.category.LAUNCHER" />
      </intent-filter>
    </activity>
  </application>
</manifest>`
    await writeFile(file, own)
    const made = await programs.run('add-scheme', 'com.studio.game', ACTIVITY, file)
    expect(made).toMatch(/^False True\n/)
    expect(made).toContain('android.permission.VIBRATE')
    expect(made).not.toContain(ACTIVITY)
    expect(made.indexOf('android:scheme="com.studio.game"')).toBeGreaterThan(made.indexOf('com.studio.Game'))
    await writeFile(file, made.replace(/^.*\n/, ''))
    expect(await programs.run('add-scheme', 'other.scheme', ACTIVITY, file)).toContain('com.studio.game')
  })
})
