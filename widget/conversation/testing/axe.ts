/** Asks axe what is wrong with what is shown, with the enhanced contrast and the target size switched on. */
import 'axe-core';
import type Axe from 'axe-core';

declare global {
  interface Window {
    axe: typeof Axe;
  }
}

/** @returns a line for each finding; none is good */
export async function findings(element: Element = document.body): Promise<string[]> {
  const { violations } = await window.axe.run(element as HTMLElement, {
    resultTypes: ['violations'],
    rules: {
      'color-contrast-enhanced': { enabled: true },
      'target-size': { enabled: true },
      // Rules for whole pages, not for what stands in one.
      region: { enabled: false },
      'page-has-heading-one': { enabled: false },
      'landmark-one-main': { enabled: false },
    },
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.flat().join(' ')}: ${failureSummary}`),
  );
}
