/** Which of the languages are written from right to left. */
export const directionOf = (locale: string): 'rtl' | 'ltr' => (/^(ar|he)\b/.test(locale) ? 'rtl' : 'ltr');
