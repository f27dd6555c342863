/**
 * Customers whom a site vouches for. One id of the site is one customer here, wherever they come from. A visitor who signs
 * in while talking brings the open conversation along, since the browser holds both proofs; nothing else ever merges.
 */
import type { Submit } from '../conversations/group-commit.ts';
import type { InboxDesk } from '../conversations/inbox.ts';
import type { Known } from '../protocol/realtime.ts';
import type { Result } from '../protocol/reasons.ts';
import type { Hub } from '../realtime/hub.ts';
import type { CustomerRecord, Store } from '../store/store.ts';
import type { CustomerTokens, Vouched } from './customer-tokens.ts';
import { newCustomer, type Visitors } from './visitors.ts';

export interface VerifiedDeps {
  store: Store;
  tokens: CustomerTokens;
  visitors: Pick<Visitors, 'bySecret' | 'adopterBySecret'>;
  submit: Submit;
  inbox: Pick<InboxDesk, 'customerChanged'>;
  hub: Pick<Hub, 'endCustomer'>;
  now: () => number;
  newId: () => string;
}

/** Who a token stands for, and until when. */
export type SignedIn = Result<{ customer: CustomerRecord; until: number }>;

/** The customer may begin a conversation elsewhere again and again, just before it is closed; nobody does so for long. */
const ADOPTION_TRIES = 3;

export function verifiedCustomers(deps: VerifiedDeps) {
  const { store, tokens, visitors, submit, inbox, hub, now, newId } = deps;

  async function find({ subject, known }: Vouched): Promise<CustomerRecord> {
    const found = await store.customerBySubject(subject);
    if (!found) {
      const fresh = { ...newCustomer(newId(), now()), subject, verified: known };
      if (await store.addCustomer(fresh)) return fresh;
      // Another connection of the same customer was quicker.
      const other = await store.customerBySubject(subject);
      if (!other) throw new Error('a verified customer is neither there nor can be added');
      return other;
    }
    return said(found, known);
  }

  /** What the site says now stands in place of all that it said before. */
  async function said(customer: CustomerRecord, known: Known): Promise<CustomerRecord> {
    if (JSON.stringify(known) === JSON.stringify(customer.verified)) return customer;
    await store.updateCustomer(customer.id, { verified: known });
    await inbox.customerChanged(customer.id);
    return { ...customer, verified: known };
  }

  /** What the customer has open elsewhere is closed: they go on with what they are talking about now. */
  async function adopt(visitor: CustomerRecord, customer: CustomerRecord): Promise<boolean> {
    const isTalking = async (id: string) => {
      const latest = await store.latestConversation(id);
      return latest && latest.status.kind !== 'closed' ? latest : null;
    };
    for (let tries = 0; tries < ADOPTION_TRIES; tries += 1) {
      if (!(await isTalking(visitor.id))) return false;
      const other = await isTalking(customer.id);
      if (other) {
        const actor = { kind: 'system', id: 'system' } as const;
        const body = { type: 'closed', payload: { by: 'system' } } as const;
        await submit({ kind: 'append', actor, conversation: other.id, id: newId(), body }, null);
      }
      const outcome = await submit({ kind: 'adopt', visitor: visitor.id, customer: customer.id }, null);
      if (outcome.ok) return true;
      if (outcome.reason !== 'conflict') return false;
    }
    return false;
  }

  return {
    /** For one request or one line. */
    async byToken(token: string): Promise<SignedIn> {
      const vouched = await tokens.read(token);
      return vouched.ok ? { ok: true, customer: await find(vouched), until: vouched.until } : vouched;
    },

    /**
     * The same browser was this visitor until now. True when that brought a conversation along, also when it did before:
     * that answer may have been lost on its way, and the browser still keeps what was not sent.
     */
    async adopt(customer: CustomerRecord, secret: string): Promise<boolean> {
      const visitor = await visitors.bySecret(secret);
      if (!visitor || !(await adopt(visitor, customer))) {
        return (await visitors.adopterBySecret(secret)) === customer.id;
      }
      // Before anything else is awaited: whoever still speaks as the visitor isn't heard any more.
      hub.endCustomer(visitor.id);
      // What the visitor said of themselves goes along with what they said, as unverified as it was.
      const { name, email, pages } = visitor;
      await store.updateCustomer(customer.id, {
        ...(name && !customer.name ? { name } : {}),
        ...(email && !customer.email ? { email } : {}),
        ...(customer.pages.length === 0 ? { pages } : {}),
      });
      await inbox.customerChanged(customer.id);
      return true;
    },

    /** Another token for a customer who is there. Null when it is for somebody else, of whom nothing is changed or told. */
    async renewed(customer: string, token: string): Promise<Result<{ until: number }> | null> {
      const vouched = await tokens.read(token);
      if (!vouched.ok) return vouched;
      const record = await store.customer(customer);
      if (record?.subject !== vouched.subject) return null;
      await said(record, vouched.known);
      return { ok: true, until: vouched.until };
    },
  };
}

export type VerifiedCustomers = ReturnType<typeof verifiedCustomers>;
