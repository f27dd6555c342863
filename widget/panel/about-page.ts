/** What the page says of itself and of its customer, read from the public element. Pure but for the address and the title. */
import type { About } from '../../signaling/protocol/schemas.ts';
import type { SupportHost } from '../support-host.ts';

/** Frameworks set a property to whatever they are given, such as a number or null. */
export const asText = (value: unknown): string => String(value ?? '');

/** What the page tells about itself and about its customer now. */
export function aboutPage(host: Pick<SupportHost, 'speaks' | 'topic' | 'userName' | 'userEmail' | 'context'>): About {
  return {
    page: { url: location.href, title: document.title },
    locale: host.speaks,
    topic: asText(host.topic),
    name: asText(host.userName),
    email: asText(host.userEmail),
    context: host.context ?? {},
  };
}
