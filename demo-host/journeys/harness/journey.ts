/**
 * A journey: a test with a service of its own and people in real browsers. Cleans up whatever happens, keeps pictures and
 * the service's log of a failed one in `.tmp/journeys/`, and fails when a page had an uncaught error.
 */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Agent } from './agent.ts';
import { closeBrowsers } from './browsers.ts';
import { Customer } from './customer.ts';
import type { Person, PersonOptions } from './person.ts';
import { FIRST_AGENT, Service } from './service.ts';

const EVIDENCE = fileURLToPath(new URL('../../../.tmp/journeys/', import.meta.url));

/** Far above what a journey takes, in milliseconds. */
const LIMIT_MS = 120_000;
/** Two whole browsers on a busy machine may be late once; what fails twice is broken. */
const TRIES = 2;

/** One of each kind for all journeys of a file. */
after(closeBrowsers);

export class Stage {
  readonly service: Service;
  readonly #people: Person[] = [];

  constructor(service: Service) {
    this.service = service;
  }

  /** Somebody with a fresh browser on a rental page. */
  async customer(path = '/', options: PersonOptions = {}): Promise<Customer> {
    const customer = await Customer.sit(options.origin ?? this.service.url, options);
    this.#people.push(customer);
    await customer.goto(path);
    return customer;
  }

  /** An agent, signed in at the console; for all but the first an account is made. */
  async agent(name = FIRST_AGENT, options: PersonOptions = {}): Promise<Agent> {
    const account = await (name === FIRST_AGENT ? this.service.firstAgent() : this.service.addAgent(name));
    const agent = await this.seat(options);
    await agent.signIn(account);
    return agent;
  }

  /** Somebody who hasn't signed in yet, with an empty tab. */
  async seat(options: PersonOptions = {}): Promise<Agent> {
    const agent = await Agent.sit(options.origin ?? this.service.url, options);
    this.#people.push(agent);
    return agent;
  }

  /** Uncaught errors in anybody's pages. */
  get troubles(): string[] {
    return this.#people.flatMap((person) => person.troubles);
  }

  /** What a reader of a failure wants to see. */
  async keepEvidence(name: string): Promise<void> {
    const stem = `${EVIDENCE}${name.replace(/[^\w]+/g, '-').slice(0, 60)}`;
    await mkdir(EVIDENCE, { recursive: true });
    await writeFile(`${stem}.log`, this.service.log);
    for (const [number, person] of this.#people.entries()) {
      await writeFile(`${stem}-${number}.log`, [...person.troubles, ...person.console].join('\n'));
      await person.page.screenshot({ path: `${stem}-${number}.png` }).catch(() => {});
    }
    console.log(`Pictures and the service's log: ${stem}*`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const person of this.#people) await person.leave().catch(() => {});
    await this.service[Symbol.asyncDispose]();
  }
}

export interface JourneyOptions {
  /** Variables of the service's environment; a function when they are known only once the tests run. */
  settings?: Record<string, string> | (() => Record<string, string>);
  /** Where the service is installed, when it isn't this checkout. */
  root?: () => Promise<string>;
  /** Where the service listens, if browsers come from other machines. */
  address?: string;
  /** What the service finds in its folder; with `none` its start is the first one. */
  data?: 'prepared' | 'none';
  /** Milliseconds. */
  limit?: number;
}

export function journey(name: string, act: (stage: Stage) => Promise<void>, options: JourneyOptions = {}): void {
  const limit = options.limit ?? LIMIT_MS;
  void test(name, { timeout: TRIES * limit }, async () => {
    for (let attempt = 1; ; attempt += 1) {
      const failure = await run(name, act, options);
      if (!failure) return;
      if (attempt === TRIES) throw failure.error;
      // Said aloud, with the evidence kept: a journey that needs this is to be looked at.
      console.log(`Failed at try ${attempt}, once more: ${name}\n${String(failure.error)}`);
    }
  });
}

/** Null when it went well. */
async function run(
  name: string,
  act: (stage: Stage) => Promise<void>,
  options: JourneyOptions,
): Promise<{ error: unknown } | null> {
  const settings = typeof options.settings === 'function' ? options.settings() : options.settings;
  await using stage = new Stage(await Service.launch(settings, options.address, await options.root?.(), options.data));
  try {
    await act(stage);
    assert.deepEqual(stage.troubles, [], 'uncaught errors in the pages');
    return null;
  } catch (error) {
    await stage.keepEvidence(name);
    return { error };
  }
}
