/** Puts a console with a fake session into the page, and finds things in it as a person would: by what they are called. */
import type { AuditEntry, AuditPage } from '../../signaling/protocol/audit.ts';
import { type ErasedPerson, type Me, OUT_OF_REACH, type SignInWays } from '../../signaling/protocol/http.ts';
import type { Result } from '../../signaling/protocol/reasons.ts';
import type { AgentState } from '../../widget/session/types.ts';
import { Value } from '../../widget/session/value.ts';
import type { AgentApi, Got, SignedIn } from './agent-api.ts';
import { AgentCalls } from './agent-calls.ts';
import { AgentConsole } from './agent-console.ts';
import { DEFAULTS, PreferenceStore, type Preferences } from './preferences.ts';
import type { NotifySwitch } from './settings-dialog.ts';
import { busy, log, MARTA, ME, martaSaid, NOW, OLD, oldSaid, queue, view } from './test-fixtures.ts';
import { FakeConversation, FakeSession } from './test-session.ts';

export const AMELIE: Me = { ...ME, email: 'amelie@example.com', role: 'agent' };

export const TOM: Me = { id: 'agent-tom', name: 'Tom Baker', email: 'tom@example.com', role: 'agent' };
const on = { kind: 'agent', id: TOM.id, name: TOM.name } as const;
const operator = { kind: 'operator' } as const;
/** Newest first. */
export const DONE: AuditEntry[] = [
  { id: '4', at: NOW, who: { kind: 'agent', ...ME }, what: 'agent_signed_out', on, detail: {} },
  { id: '3', at: NOW - 1, who: { kind: 'unknown' }, what: 'sign_in_failed', on, detail: { by: 'password' } },
  { id: '2', at: NOW - 2, who: operator, what: 'role_changed', on, detail: { from: 'supervisor', to: 'agent' } },
];

class FakeNotify extends Value<'unsupported' | 'ask' | 'granted' | 'denied'> implements NotifySwitch {
  async ask(): Promise<void> {
    this.set('granted');
  }
}

class FakeApi implements AgentApi {
  readonly erased: string[] = [];
  erasing: Got<ErasedPerson> = {
    ok: true,
    got: { conversations: 2, events: 9, files: 3, recordings: 1, outOfReach: OUT_OF_REACH },
  };
  /** What the service says when asked who this is, and for each try to sign in. */
  known: SignedIn = { ok: true, me: AMELIE };
  answers: SignedIn[] = [];
  readonly tries: [string, string][] = [];
  signedOut = 0;
  everywhere = 0;
  ways: SignInWays = { oidc: null };
  /** What an action that ends sessions is answered. */
  ending: Result = { ok: true };
  readonly ended: string[] = [];
  team: Got<Me[]> = { ok: true, got: [AMELIE, TOM] };
  pages: Got<AuditPage>[] = [{ ok: true, got: { entries: DONE, next: 'more' } }];
  readonly asked: (string | null)[] = [];
  async me(): Promise<SignedIn> {
    return this.known;
  }
  async signIn(email: string, password: string): Promise<SignedIn> {
    this.tries.push([email, password]);
    return this.answers.shift() ?? { ok: false, reason: 'unavailable' };
  }
  async signOut(): Promise<void> {
    this.signedOut += 1;
  }
  async signOutEverywhere(): Promise<Result> {
    this.everywhere += 1;
    return this.ending;
  }
  async signInWays(): Promise<SignInWays> {
    return this.ways;
  }
  async agents(): Promise<Got<Me[]>> {
    return this.team;
  }
  async endSessions(agent: string): Promise<Result> {
    this.ended.push(agent);
    return this.ending;
  }
  async erase(customer: string): Promise<Got<ErasedPerson>> {
    this.erased.push(customer);
    return this.erasing;
  }
  async audit(before: string | null): Promise<Got<AuditPage>> {
    this.asked.push(before);
    return this.pages.shift() ?? { ok: false, reason: 'unavailable' };
  }
}

/** Storage as a browser has it, but only for this test. */
function memoryStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
}

export class Harness {
  readonly api = new FakeApi();
  readonly sessions: FakeSession[] = [];
  readonly clock = new Value(NOW);
  readonly storage = memoryStorage();
  readonly preferences: PreferenceStore;
  readonly element = new AgentConsole();
  readonly #begin: AgentState;

  constructor(state: Partial<AgentState> = {}, preferences: Partial<Preferences> = {}) {
    this.#begin = busy(state);
    this.preferences = new PreferenceStore(this.storage);
    this.preferences.set({ ...DEFAULTS, language: 'en', ...preferences });
    this.element.parts = {
      api: this.api,
      openSession: () => this.#open(),
      alert: () => () => {},
      openCalls: (session, say) =>
        new AgentCalls({ server: location.origin, session, say, notifyRing: () => () => {} }),
      preferences: this.preferences,
      notify: new FakeNotify('ask'),
      ticker: this.clock,
      problem: null,
      languages: ['en'],
    };
  }

  #open(): FakeSession {
    const session = new FakeSession(this.#begin);
    session.conversations.set(MARTA, new FakeConversation(view(log(MARTA, martaSaid), MARTA)));
    session.conversations.set(OLD, new FakeConversation(view(log(OLD, oldSaid), OLD)));
    for (const one of queue) {
      session.conversations.set(one.state.id, new FakeConversation(view(one.last ? [one.last] : [], one.state.id)));
    }
    this.sessions.push(session);
    return session;
  }

  get session(): FakeSession {
    const session = this.sessions.at(-1);
    if (session === undefined) throw new Error('Nobody is signed in');
    return session;
  }

  async mount(): Promise<this> {
    document.body.append(this.element);
    await this.settle();
    return this;
  }

  remove(): void {
    this.element.remove();
  }

  /** Until everything has been drawn that follows from what happened. */
  async settle(): Promise<void> {
    for (let round = 0; round < 6; round += 1) {
      await Promise.resolve();
      await this.element.updateComplete;
      await this.element.speech.settled;
      for (const element of this.#elements()) {
        if ('updateComplete' in element) await element.updateComplete;
      }
    }
  }

  /** All elements, also those inside shadow roots, in the order of the page. */
  *#elements(root: ParentNode = this.element.shadowRoot ?? this.element): Generator<Element> {
    for (const element of root.querySelectorAll('*')) {
      yield element;
      if (element.shadowRoot) yield* this.#elements(element.shadowRoot);
    }
  }

  all(selector: string): HTMLElement[] {
    return [...this.#elements()].filter(
      (one): one is HTMLElement => one instanceof HTMLElement && one.matches(selector),
    );
  }

  get(selector: string): HTMLElement {
    const found = this.all(selector)[0];
    if (found === undefined) throw new Error(`There is no ${selector}`);
    return found;
  }

  /** A visible button by its name. */
  button(name: string): HTMLElement {
    const found = this.all('button').find((one) => nameOf(one) === name && one.checkVisibility());
    if (found === undefined) throw new Error(`There is no button "${name}"`);
    return found;
  }

  has(words: string): boolean {
    return this.all('*').some((one) => one.checkVisibility() && ownText(one).includes(words));
  }

  async click(name: string): Promise<void> {
    this.button(name).click();
    await this.settle();
  }

  /** A key as if pressed while nothing special has the focus, or where it is. */
  async press(key: string, target: EventTarget = document.body): Promise<void> {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    await this.settle();
  }

  /** What has the focus, inside however many shadow roots. */
  get focused(): Element | null {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  }
}

const nameOf = (element: Element): string =>
  (element.getAttribute('aria-label') ?? element.textContent ?? '').replace(/\s+/g, ' ').trim();

const ownText = (element: Element): string =>
  [...element.childNodes]
    .map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent : ''))
    .join('')
    .replace(/\s+/g, ' ');
