/**
 * Two networks on one Linux machine, with a router between them and this machine behind the router: each a network
 * namespace, joined by virtual cables. Browsers sit in `left` and `right`; service and relay run outside, at `HERE`. Wants
 * root, and one run at a time, since names and addresses are fixed.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import puppeteer, { type Browser } from 'puppeteer-core';
import { launchOptions, type Surroundings } from '../../../.ci/browsers.ts';
import { programPath } from '../../../.ci/programs.ts';

export type Side = 'left' | 'right';

/** Where this machine is found from both sides: the service and the relay listen here. */
export const HERE = '10.77.0.1';

const ROUTER = 'ycyw-router';
/** The end of this machine's cable, a device in its own namespace. Linux allows 15 characters. */
const CABLE = 'ycyw-here';
const ALL = '10.77.0.0/16';

interface Subnet {
  namespace: string;
  /** The first three numbers; the router has 1 in it. */
  stem: string;
}

const SUBNETS: Record<Side, Subnet> = {
  left: { namespace: 'ycyw-left', stem: '10.77.1' },
  right: { namespace: 'ycyw-right', stem: '10.77.2' },
};
const SIDES = ['left', 'right'] as const;

/** The last number of a side's first address; it grows with each move. */
const FIRST_ADDRESS = 2;

/** Before the kernel's own rule for forwarding, after the one for local addresses. */
const RULE = ['rule', 'add', 'priority', '100'];

async function run(program: string, args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(program, args)).stdout;
}

const ip = (...args: string[]): Promise<string> => run(programPath('ip'), args);

/** The rules that swallow what is sent from one to the other, without an answer to the sender. */
type Hole = readonly (readonly string[])[];

/** Left and right don't reach each other; both reach this machine, so that signalling and a relay go on. */
const BETWEEN: Hole = [
  ['from', `${SUBNETS.left.stem}.0/24`, 'to', `${SUBNETS.right.stem}.0/24`],
  ['from', `${SUBNETS.right.stem}.0/24`, 'to', `${SUBNETS.left.stem}.0/24`],
];

/** That side reaches nobody. */
const around = (side: Side): Hole => [
  ['from', `${SUBNETS[side].stem}.0/24`],
  ['to', `${SUBNETS[side].stem}.0/24`],
];

async function removeAll(): Promise<void> {
  for (const name of [ROUTER, ...SIDES.map((side) => SUBNETS[side].namespace)])
    await ip('netns', 'del', name).catch(() => {});
  await ip('link', 'del', CABLE).catch(() => {});
}

export class TwoNetworks {
  readonly #folder: string;
  readonly #last: Record<Side, number> = { left: FIRST_ADDRESS, right: FIRST_ADDRESS };

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** A sentence when this machine can't have them; null when it can. */
  static async whyNot(): Promise<string | null> {
    if (process.platform !== 'linux') return 'Network namespaces are a thing of Linux.';
    if (process.getuid?.() !== 0) return 'Making network namespaces takes root.';
    const probe = 'ycyw-probe';
    try {
      await ip('netns', 'add', probe);
      await ip('netns', 'del', probe);
      return null;
    } catch (error) {
      return `This machine allows no network namespaces: ${error instanceof Error ? error.message.trim() : String(error)}`;
    }
  }

  static async build(): Promise<TwoNetworks> {
    // What a run that was killed has left.
    await removeAll();
    const networks = new TwoNetworks(await mkdtemp(join(tmpdir(), 'ycyw-networks-')));
    try {
      await ip('netns', 'add', ROUTER);
      await ip('link', 'add', CABLE, 'type', 'veth', 'peer', 'name', 'here', 'netns', ROUTER);
      await ip('addr', 'add', `${HERE}/24`, 'dev', CABLE);
      await ip('link', 'set', CABLE, 'up');
      await ip('-n', ROUTER, 'addr', 'add', '10.77.0.254/24', 'dev', 'here');
      await ip('-n', ROUTER, 'link', 'set', 'here', 'up');
      await ip('route', 'add', ALL, 'via', '10.77.0.254');
      await networks.#exec(ROUTER, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
      for (const side of SIDES) await networks.#join(side);
      return networks;
    } catch (error) {
      await networks[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #join(side: Side): Promise<void> {
    const { namespace, stem } = SUBNETS[side];
    await ip('netns', 'add', namespace);
    await ip('-n', namespace, 'link', 'set', 'lo', 'up');
    await ip('-n', ROUTER, 'link', 'add', side, 'type', 'veth', 'peer', 'name', 'out', 'netns', namespace);
    await ip('-n', ROUTER, 'addr', 'add', `${stem}.1/24`, 'dev', side);
    await ip('-n', ROUTER, 'link', 'set', side, 'up');
    await ip('-n', namespace, 'link', 'set', 'out', 'up');
    await this.#settle(side);
  }

  /** Takes the side's present address. */
  async #settle(side: Side): Promise<void> {
    const { namespace, stem } = SUBNETS[side];
    await ip('-n', namespace, 'addr', 'add', `${this.address(side)}/24`, 'dev', 'out');
    await ip('-n', namespace, 'route', 'replace', 'default', 'via', `${stem}.1`);
  }

  address(side: Side): string {
    return `${SUBNETS[side].stem}.${this.#last[side]}`;
  }

  #exec(namespace: string, ...command: string[]): Promise<string> {
    return ip('netns', 'exec', namespace, ...command);
  }

  /** Runs a command inside; returns what it prints. */
  run(side: Side, program: string, ...args: string[]): Promise<string> {
    return this.#exec(SUBNETS[side].namespace, program, ...args);
  }

  /** That side's machine moves to another address of its network; the old one is gone first, as with a new wireless. */
  async move(side: Side): Promise<void> {
    const old = this.address(side);
    this.#last[side] += 1;
    await ip('-n', SUBNETS[side].namespace, 'addr', 'del', `${old}/24`, 'dev', 'out');
    await this.#settle(side);
  }

  /**
   * Swallows everything, silently, until `heal`: no device goes down, nobody is told.
   * @param where Between the two only, or all around one side.
   */
  async hole(where: 'between' | Side): Promise<void> {
    for (const rule of where === 'between' ? BETWEEN : around(where))
      await ip('-n', ROUTER, ...RULE, ...rule, 'blackhole');
  }

  /** No holes any more. */
  async heal(): Promise<void> {
    const rules = await ip('-n', ROUTER, 'rule', 'list', 'priority', '100');
    for (const rule of rules.trim().split('\n'))
      if (rule !== '') await ip('-n', ROUTER, 'rule', 'del', 'priority', '100');
  }

  /**
   * A Chromium that lives on that side; whoever asks for it closes it. Puppeteer speaks with it through a pipe, which
   * knows of no network.
   * @param trusted Origins that it takes for safe though they come without TLS: without, a page gets no camera.
   */
  async chromium(side: Side, trusted: readonly string[] = [], surroundings: Surroundings = {}): Promise<Browser> {
    const options = launchOptions('chromium', surroundings);
    const inside = join(this.#folder, `chromium-${side}`);
    const command = `exec ${programPath('ip')} netns exec ${SUBNETS[side].namespace} "${options.executablePath}" "$@"`;
    await writeFile(inside, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
    const safe = trusted.length > 0 ? [`--unsafely-treat-insecure-origin-as-secure=${trusted.join(',')}`] : [];
    return puppeteer.launch({
      ...options,
      executablePath: inside,
      pipe: true,
      args: [...(options.args ?? []), ...safe],
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeAll();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
