/** The title's hint and the sound, fetched once there is a conversation: whoever hasn't said anything is called by nobody. */
import { LazyPart } from '../lazy-part.ts';
import type { CustomerSession } from '../session/types.ts';
import type { SupportHost } from '../support-host.ts';
import type { CallForAttention } from './attention-call.ts';

export class LazyAttention extends LazyPart<CallForAttention> {
  readonly #session: CustomerSession;
  readonly #host: Pick<SupportHost, 'server' | 'open'>;
  readonly #titleWith: (count: number, title: string) => string;
  readonly #owner: string | undefined;
  readonly #leave: () => void;

  /**
   * @param titleWith puts the hint before the page's title
   * @param owner the site's id of a customer who is signed in
   */
  constructor(
    session: CustomerSession,
    host: Pick<SupportHost, 'server' | 'open'>,
    titleWith: (count: number, title: string) => string,
    owner?: string,
  ) {
    super();
    this.#session = session;
    this.#host = host;
    this.#titleWith = titleWith;
    this.#owner = owner;
    this.#leave = session.current.subscribe(() => this.#look());
    this.#look();
  }

  override dispose(): void {
    this.#leave();
    super.dispose();
  }

  protected override async fetch(): Promise<CallForAttention> {
    const { callForAttention } = await import('./attention-call.ts');
    return callForAttention(this.#session, this.#host, this.#titleWith, this.#owner);
  }

  #look(): void {
    if (this.#session.current.getState().phase.kind !== 'empty') this.near();
  }
}
