/** Every text of the notice. `{page}` stands for the address of the page on which a code is typed. */
export interface NoticeWords {
  readonly heading: string
  readonly text: string
  readonly open: string
  readonly type: string
  readonly cancel: string
}

const en: NoticeWords = {
  heading: 'Finish signing in',
  text: 'Go on in the sign-in window. If you see none, open the page here or on your phone, and check that it shows this code:',
  open: 'Open the page',
  type: 'or enter the code at {page}',
  cancel: 'Cancel',
}

const WORDS: Readonly<Record<string, NoticeWords>> = {
  en,
  de: {
    heading: 'Anmeldung abschließen',
    text: 'Mach im Anmeldefenster weiter. Siehst du keines, öffne die Seite hier oder auf deinem Handy und prüfe, dass sie diesen Code zeigt:',
    open: 'Seite öffnen',
    type: 'oder gib den Code ein auf {page}',
    cancel: 'Abbrechen',
  },
  es: {
    heading: 'Termina de iniciar sesión',
    text: 'Continúa en la ventana de inicio de sesión. Si no la ves, abre la página aquí o en tu teléfono y comprueba que muestra este código:',
    open: 'Abrir la página',
    type: 'o introduce el código en {page}',
    cancel: 'Cancelar',
  },
  fr: {
    heading: 'Terminez la connexion',
    text: 'Continuez dans la fenêtre de connexion. Si vous ne la voyez pas, ouvrez la page ici ou sur votre téléphone, et vérifiez qu’elle affiche ce code :',
    open: 'Ouvrir la page',
    type: 'ou saisissez le code sur {page}',
    cancel: 'Annuler',
  },
  pt: {
    heading: 'Conclua o início de sessão',
    text: 'Continue na janela de início de sessão. Se não a vir, abra a página aqui ou no celular e confira se ela mostra este código:',
    open: 'Abrir a página',
    type: 'ou digite o código em {page}',
    cancel: 'Cancelar',
  },
  ja: {
    heading: 'ログインを完了してください',
    text: 'ログインのウィンドウで続けてください。ウィンドウがない場合は、ここかスマートフォンでページを開き、次のコードが表示されることを確認してください。',
    open: 'ページを開く',
    type: 'または {page} でコードを入力',
    cancel: 'キャンセル',
  },
}

/** The words of the first of these languages (BCP 47) that the notice has, and their language; English when it has none. */
export function noticeWordsOf(languages: readonly string[]): { words: NoticeWords; language: string } {
  for (const tag of languages) {
    const language = tag.toLowerCase().split('-')[0] ?? ''
    const words = WORDS[language]
    if (words) return { words, language }
  }
  return { words: en, language: 'en' }
}
