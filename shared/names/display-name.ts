/**
 * Characters that are invisible, or that change how the characters around them are displayed: controls, lone
 * surrogates, private use, line separators, everything that Unicode marks as ignorable in display (soft hyphens,
 * fillers, direction marks, tags), and the braille pattern without dots.
 */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u

/**
 * Indic signs that remove the vowel of a consonant (viramas). Joiners beside one choose how the consonants are joined.
 */
const VIRAMA =
  '\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u1039\u103a\u17d2\u1b44\ua953\ua9c0\uabed'

/** Joiners in the places where a script or an emoji needs one. */
const JOINERS = [
  // 👨‍👩‍👧 and 🏳️‍🌈: two pictures shown as one, the first perhaps with a skin tone or shown in colour.
  /(?<=\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)?)\u200d(?=\p{Extended_Pictographic})/gu,
  // Persian, Kurdish and others: two letters that are not joined, as in علی‌رضا (RFC 5892, appendix A.1).
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}]\p{M}*)\u200c(?=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}])/gu,
  // Indic scripts: beside a virama (RFC 5892, appendices A.1 and A.2; The Unicode Standard, section 12.2).
  new RegExp(`(?<=[${VIRAMA}])[\\u200c\\u200d]|(?<=\\p{L})\\u200d(?=[${VIRAMA}])`, 'gu'),
]

/** Text or colour for a picture or a digit that can be shown as either: ☺️, 1️⃣. */
const PRESENTATION = /(?<=\p{Emoji})[\ufe0e\ufe0f]/gu

const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u

/**
 * Whether a name is visible and has no hidden characters, after the identifier rules of UTS 39 and PRECIS (RFC 8266):
 * invisible characters are refused, except for joiners and variation selectors where a script or an emoji needs them.
 */
export function isVisibleName(name: string): boolean {
  // The joiners and selectors that the rules allow are removed first; any other invisible character remains and fails.
  const withoutJoiners = JOINERS.reduce((text, joiner) => text.replace(joiner, ''), name)
  return SEEN.test(name) && !INVISIBLE.test(withoutJoiners.replace(PRESENTATION, ''))
}
