/** The call that runs in this window, followed through the code that is fetched for it. Changes nothing. */
import type { Call } from '../call/types.ts';
import type { LazyCalls } from '../call-loader.ts';
import { Value } from '../session/value.ts';

export class CallHere extends Value<Call | null> {
  readonly #calls: LazyCalls;
  readonly #leaveCalls: () => void;
  #leaveDesk = () => {};

  constructor(calls: LazyCalls) {
    super(null);
    this.#calls = calls;
    this.#leaveCalls = calls.subscribe(() => this.#follow());
    this.#follow();
  }

  dispose(): void {
    this.#leaveCalls();
    this.#leaveDesk();
  }

  #follow(): void {
    this.#leaveDesk();
    this.#leaveDesk = this.#calls.desk?.subscribe(() => this.#look()) ?? (() => {});
    this.#look();
  }

  #look(): void {
    const view = this.#calls.desk?.getState();
    this.set(view?.kind === 'call' ? view.call : null);
  }
}
