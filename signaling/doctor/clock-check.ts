/** Does this machine's clock agree with the others'? Tokens, leases, TURN credentials and the order of nodes' notes go by it. */
import { type Finding, ok, warning } from './finding.ts';

/** More than that, in milliseconds, is no longer the network's doing. */
const DRIFT_MAX_MS = 1000;

/** Asks another clock. */
export interface OtherClock {
  name: string;
  read: () => Promise<number>;
}

/** Clocks that don't answer are another check's finding. */
export async function checkClock(clocks: readonly OtherClock[], now: () => number): Promise<Finding[]> {
  if (clocks.length === 0) return [ok('clock', 'there is only this machine’s')];
  const found = await Promise.all(
    clocks.map(async ({ name, read }): Promise<Finding[]> => {
      const before = now();
      const other = await read().catch(() => null);
      if (other === null) return [];
      const drift = (before + now()) / 2 - other;
      const what = `${(Math.abs(drift) / 1000).toFixed(2)} s ${drift < 0 ? 'behind' : 'ahead of'} ${name}’s`;
      if (Math.abs(drift) <= DRIFT_MAX_MS) return [ok('clock', what)];
      return [warning('clock', what, 'let both machines take the time from NTP (chrony, systemd-timesyncd).')];
    }),
  );
  return found.flat();
}
