/** What editors show while somebody writes the tag, in the format of VS Code's custom data, from the manifest. */
import type { Declaration } from './manifest.ts';

interface HtmlData {
  version: 1.1;
  tags: {
    name: string;
    description: string;
    attributes: { name: string; description: string; valueSet?: 'v'; values?: { name: string }[] }[];
  }[];
}

/** The words that a union allows; empty when it isn't one of words alone. */
export function wordsOf(type = ''): string[] {
  return /^'[^']+'( \| '[^']+')*$/.test(type) ? [...type.matchAll(/'([^']+)'/g)].map(([, word = '']) => word) : [];
}

export function htmlData({ tagName, description, attributes }: Declaration): HtmlData {
  return {
    version: 1.1,
    tags: [
      {
        name: tagName,
        description,
        attributes: attributes.map(({ name, type, description: about = '', default: initial }) => {
          const words = wordsOf(type?.text);
          return {
            name,
            description: `${about}${initial === undefined ? '' : `\n\nDefault: ${initial}`}`,
            ...(type?.text === 'boolean' ? { valueSet: 'v' as const } : {}),
            ...(words.length === 0 ? {} : { values: words.map((word) => ({ name: word })) }),
          };
        }),
      },
    ],
  };
}
