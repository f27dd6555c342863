/** The widget and the console change their language and their colours while they are open. */
import { Agent } from './agent.ts';
import type { Person } from './person.ts';

export interface Appearance {
  /** One of the widget's. */
  language: string;
  scheme: 'auto' | 'light' | 'dark';
}

interface Console {
  parts: { preferences: { update(change: Appearance): void } };
}

/** Returns when it speaks the language. */
export async function appear(person: Person, appearance: Appearance): Promise<void> {
  const { page } = person;
  const isAgent = person instanceof Agent;
  if (isAgent) {
    await page.$eval(
      'agent-console',
      (element, wanted) => {
        (element as unknown as Console).parts.preferences.update(wanted);
      },
      appearance,
    );
  } else {
    await page.$eval(
      'ycyw-support',
      (element, { language, scheme }) => {
        Object.assign(element, { locale: language, colorScheme: scheme });
      },
      appearance,
    );
  }
  await page.waitForSelector(`${isAgent ? 'html' : 'ycyw-support >>> .root'}:lang(${appearance.language})`);
}
