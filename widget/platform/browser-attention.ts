/** Title hint and sound in a browser. */
import { SECRET_KEY } from '../session/known-visitor.ts';
import { type Attention, createAttention, sharedTitle } from './attention.ts';
import { browserShared, type Scope } from './browser-deps.ts';
import { softSound } from './sound.ts';

/** One for the page, however many elements it has. */
export const pageTitle = sharedTitle({
  read: () => document.title,
  write: (title) => {
    document.title = title;
  },
});

/** The title hint and the sound of one side, in step with its other tabs. */
export function browserAttention(options: Scope & { titleWith: (count: number, title: string) => string }): Attention {
  const shared = browserShared(options);
  return createAttention({
    ...shared,
    mayStore: () => options.side === 'agent' || shared.disk.get(SECRET_KEY) !== null,
    sound: softSound(),
    titleWith: options.titleWith,
    title: pageTitle,
  });
}
