/** `npm run agent`: accounts of agents, while the service runs or not. */
import { randomUUIDv7 } from 'node:crypto';
import { parseArgs } from 'node:util';
import { cli } from './cli.ts';
import { readConfig } from './config.ts';
import { type AgentAccounts, agentAccounts } from './identity/agents.ts';
import { openStore } from './open-store.ts';
import type { Me } from './protocol/http.ts';
import type { AgentRole, Store } from './store/store.ts';

const USAGE = `Usage: npm run agent -- add NAME EMAIL [--supervisor]
       npm run agent -- role EMAIL agent|supervisor
       npm run agent -- password EMAIL
       npm run agent -- unlink EMAIL
       npm run agent -- remove EMAIL
       npm run agent -- list
`;

type Order =
  | { kind: 'add'; name: string; email: string; role: AgentRole }
  | { kind: 'role'; email: string; role: AgentRole }
  | { kind: 'password' | 'unlink' | 'remove'; email: string }
  | { kind: 'list' };

/** Null: it can't be understood. */
function orderOf(args: readonly string[]): Order | null {
  try {
    const options = { supervisor: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, one, two, ...rest] = positionals;
    if (rest.length > 0) return null;
    if (command === 'add' && one && two) {
      return { kind: 'add', name: one, email: two, role: values.supervisor ? 'supervisor' : 'agent' };
    }
    if (values.supervisor) return null;
    if (command === 'role' && one && (two === 'agent' || two === 'supervisor')) {
      return { kind: 'role', email: one, role: two };
    }
    if ((command === 'password' || command === 'unlink' || command === 'remove') && one && !two) {
      return { kind: command, email: one };
    }
    return command === 'list' && !one ? { kind: 'list' } : null;
  } catch {
    return null;
  }
}

async function add(accounts: AgentAccounts, { name, email, role }: Extract<Order, { kind: 'add' }>): Promise<number> {
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    process.stderr.write(`${email} is no e-mail address.\n`);
    return 2;
  }
  const back = await accounts.bringBack(name, email, role);
  if (back) {
    told(back);
    process.stdout.write('It is the account that was removed before; past conversations keep the name of then.\n');
    return 0;
  }
  const added = await accounts.add(name, email, role);
  if (added) return told(added);
  process.stderr.write(`There is an agent with ${email} already.\n`);
  return 1;
}

function told({ agent, password }: { agent: Me; password: string }): number {
  process.stdout.write(`${agent.name} signs in with ${agent.email} and ${password}\n`);
  process.stdout.write('The password is told only this once.\n');
  return 0;
}

function unknown(email: string): number {
  process.stderr.write(`There is no agent with ${email}.\n`);
  return 1;
}

async function carryOut(store: Store, order: Order): Promise<number> {
  await store.migrate();
  const accounts = agentAccounts({ store, now: Date.now, newId: randomUUIDv7 });
  switch (order.kind) {
    case 'add':
      return add(accounts, order);
    case 'role':
      return (await accounts.setRole(order.email, order.role)) ? 0 : unknown(order.email);
    case 'password': {
      const changed = await accounts.changePassword(order.email);
      return changed ? told(changed) : unknown(order.email);
    }
    case 'remove':
      return (await accounts.remove(order.email)) ? 0 : unknown(order.email);
    case 'unlink':
      if (await accounts.unlink(order.email)) return 0;
      process.stderr.write(`Nobody signs in through the company as ${order.email}.\n`);
      return 1;
    case 'list':
      for (const { email, name, role } of await store.agents()) process.stdout.write(`${email}\t${name}\t${role}\n`);
      for (const { email, name } of await store.removedAgents()) process.stdout.write(`${email}\t${name}\tremoved\n`);
      return 0;
  }
}

async function run(args: readonly string[]): Promise<number> {
  const order = orderOf(args);
  if (!order) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { store } = await openStore(readConfig(process.env));
  try {
    return await carryOut(store, order);
  } finally {
    await store.close();
  }
}

await cli(run);
