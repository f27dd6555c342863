/** An agent at the console. */
import { eventually } from './eventually.ts';
import { Person } from './person.ts';
import type { AgentAccount } from './service.ts';

export class Agent extends Person {
  /** From the console's address to the queue; whoever has a session is signed in already. */
  async signIn({ email, password, session }: AgentAccount): Promise<void> {
    if (session !== undefined) {
      const { hostname: domain } = new URL(this.origin);
      await this.context.setCookie({ ...session, domain, path: '/', httpOnly: true });
      await this.goto('/agent');
    } else {
      await this.goto('/agent');
      await this.fill('E-mail', email);
      await this.fill('Password', password);
      await this.click('button', 'Sign in');
    }
    await this.find('button', /^Your status: /);
  }

  /** Names of those who wait, oldest first. */
  async queue(): Promise<string[]> {
    return this.read('[aria-labelledby="queue"] .name');
  }

  /** Names of those whom this agent answers, latest first. */
  async mine(): Promise<string[]> {
    return this.read('[aria-labelledby="mine"] .name');
  }

  /** Takes somebody from the queue, or whoever has waited longest, and has the conversation open. */
  async take(name?: string): Promise<void> {
    await this.click('button', name === undefined ? /^Take (?!the first)/ : `Take ${name}`);
    if (name !== undefined) await this.hasOpen(name);
    await this.composer();
  }

  /** Opens one of the conversations in the inbox. */
  async openLine(name: string): Promise<void> {
    await this.click('button', new RegExp(name), 'agent-inbox');
    await this.hasOpen(name);
  }

  /** Returns when this customer's conversation is in the middle column. */
  async hasOpen(name: string): Promise<void> {
    await eventually(`the conversation with ${name} is open`, async () => (await this.read('.who h2'))[0] === name);
  }
}
