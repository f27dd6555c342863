/** Vue: what templates are checked against. */
import type { GlobalComponents } from 'vue';
import 'ycyw-support';
import type {} from 'ycyw-support/vue';

type Props = InstanceType<GlobalComponents['ycyw-support']>['$props'];

export const page: Props = {
  server: 'https://support.example.com',
  class: 'corner',
  context: { booking: 'YW-48213' },
  onYcywMessage: (event) => console.log(event.detail.text),
};

// @ts-expect-error: no such corner
export const wrong: Props = { position: 'top' };
