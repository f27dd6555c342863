/** How customers and their last words are told in a line. No drawing here. */
import type { ConversationEvent } from '../../signaling/protocol/events.ts';
import type { CustomerCard, InboxLine } from '../../signaling/protocol/realtime.ts';
import { isolate } from '../../widget/locales/say.ts';
import type { ConsoleSay } from './console-say.ts';

/** A verified name before one that was only said; else the number that the service gave: "Visitor 8241". */
export function nameOf(say: ConsoleSay, customer: Pick<CustomerCard, 'label' | 'verified' | 'unverified'>): string {
  const name = customer.verified?.name || customer.unverified.name;
  if (name) return name;
  return /^\d+$/.test(customer.label) ? say('person.visitor', { number: customer.label }) : customer.label;
}

/** "My booking" of "My booking · Your Car Your Way": the site's name stands on every page. */
export const pageName = (title: string): string => title.split(/ [·|–—] /)[0] || title;

/** The latest message or file in one line. */
export function preview(say: ConsoleSay, last: ConversationEvent | null, me: string | null): string {
  const text = words(say, last);
  if (last?.actor.kind !== 'agent') return text;
  return last.actor.id === me ? say('inbox.own', { text }) : `${isolate(last.actor.name, say.locale)}: ${text}`;
}

function words(say: ConsoleSay, last: ConversationEvent | null): string {
  if (last?.type === 'message') return last.payload.text.replace(/\s+/g, ' ');
  return last && 'name' in last.payload ? say('inbox.file', { name: last.payload.name }) : say('inbox.nothing');
}

/** J and K walk through these, in the order of the page. */
export const walkingOrder = (queue: readonly InboxLine[], mine: readonly InboxLine[]): string[] =>
  [...queue, ...mine].map((line) => line.state.id);

/** The name of a language in the reader's, or in itself where the browser doesn't know the reader's: "fr-CA" is "Canadian French". */
export function languageName(tag: string, locale: string): string {
  try {
    const [own = tag] = Intl.DisplayNames.supportedLocalesOf(locale);
    const name = new Intl.DisplayNames(own, { type: 'language' }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  } catch {
    // Whatever the page sent isn't a language tag.
    return tag;
  }
}
