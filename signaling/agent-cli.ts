/** `npm run agent -- add NAME EMAIL`: accounts of agents, while the service runs or not. */
import { randomUUIDv7 } from 'node:crypto';
import { ConfigError, readConfig } from './config.ts';
import { agentAccounts } from './identity/agents.ts';
import { openStore } from './open-store.ts';

const USAGE = 'Usage: npm run agent -- add NAME EMAIL\n       npm run agent -- list\n';

async function run(args: readonly string[]): Promise<number> {
  const [command, name, email] = args;
  const adding = command === 'add' && name && email && args.length === 3;
  if (!adding && command !== 'list') {
    process.stderr.write(USAGE);
    return 2;
  }
  if (adding && !/^[^\s@]+@[^\s@]+$/.test(email)) {
    process.stderr.write(`${email} is no e-mail address.\n`);
    return 2;
  }
  const { store } = await openStore(readConfig(process.env));
  try {
    await store.migrate();
    if (!adding) {
      for (const agent of await store.agents()) process.stdout.write(`${agent.email}\t${agent.name}\n`);
      return 0;
    }
    const accounts = agentAccounts({ store, now: Date.now, newId: randomUUIDv7 });
    const added = await accounts.add(name, email);
    if (!added) {
      process.stderr.write(`There is an agent with ${email} already.\n`);
      return 1;
    }
    process.stdout.write(`${added.agent.name} signs in with ${added.agent.email} and ${added.password}\n`);
    process.stdout.write('The password is told only this once.\n');
    return 0;
  } finally {
    await store.close();
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
