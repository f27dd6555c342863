/** Anonymous visitors: known by a random secret that the browser keeps. */

import { PAGES_KEPT } from '../protocol/limits.ts';
import type { About, Contact } from '../protocol/schemas.ts';
import type { CustomerRecord, Store } from '../store/store.ts';
import { hashSecret, newSecret } from './secrets.ts';

export interface VisitorsDeps {
  store: Store;
  now: () => number;
  newId: () => string;
}

/** What the page says that differs from what is known; an empty change when nothing does. */
function news(customer: CustomerRecord, about: About, at: number): Partial<CustomerRecord> {
  const change: Partial<CustomerRecord> = {};
  const { page, locale, topic, context } = about;
  if (page && page.url !== customer.pages.at(-1)?.url) {
    change.pages = [...customer.pages, { ...page, at }].slice(-PAGES_KEPT);
  }
  if (locale && locale !== customer.locale) change.locale = locale;
  if (topic !== undefined && topic !== customer.topic) change.topic = topic;
  if (context && JSON.stringify(context) !== JSON.stringify(customer.context)) change.context = context;
  // What the person typed stands; the page only fills what is empty.
  if (about.name && !customer.name) change.name = about.name;
  if (about.email && !customer.email) change.email = about.email;
  return change;
}

/** Nobody in particular yet: neither by a secret nor by a site's word. */
export const newCustomer = (id: string, at: number): CustomerRecord => ({
  id,
  // Something to call a nameless visitor by; not unique, so nothing may depend on it. From the id's end: its begin is
  // the time, the same for all who come within a minute.
  label: String(1000 + (Number.parseInt(id.slice(-8), 16) % 9000)),
  secretHash: null,
  subject: null,
  verified: null,
  name: '',
  email: '',
  context: {},
  topic: '',
  locale: '',
  device: '',
  pages: [],
  createdAt: at,
});

export function visitors({ store, now, newId }: VisitorsDeps) {
  return {
    async add(about: About, device: string): Promise<{ customer: CustomerRecord; secret: string }> {
      const secret = newSecret();
      const bare = { ...newCustomer(newId(), now()), secretHash: hashSecret(secret), device };
      const customer = { ...bare, ...news(bare, about, now()) };
      await store.addCustomer(customer);
      return { customer, secret };
    },

    bySecret: (secret: string) => store.customerBySecret(hashSecret(secret)),

    /** As whom the visitor who had this secret has signed in; null when they have not. */
    adopterBySecret: (secret: string) => store.adopterBySecret(hashSecret(secret)),

    /** True when that was new. */
    async about(id: string, about: About, device: string): Promise<boolean> {
      const customer = await store.customer(id);
      if (!customer) return false;
      const change = { ...news(customer, about, now()), ...(device === customer.device ? {} : { device }) };
      if (Object.keys(change).length === 0) return false;
      await store.updateCustomer(id, change);
      return true;
    },

    contact: (id: string, contact: Contact) => store.updateCustomer(id, contact),
  };
}

export type Visitors = ReturnType<typeof visitors>;
