/** For tests: what a scrape of the service says. */
import type { TestService } from './service.ts';

/** As a program on the same machine asks. */
export const scraped = async ({ url }: Pick<TestService, 'url'>): Promise<string> =>
  (await fetch(`${url}/metrics`)).text();

/** The sample of this name and with these labels, in the order of the text; undefined when there is none. */
export function sample(text: string, name: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

/** All metrics that a scrape names, a histogram also by the names of its samples. */
export function metricNames(text: string): Set<string> {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Set(samples.map((line) => line.split(/[ {]/)[0] ?? ''));
}
