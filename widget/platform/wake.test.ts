import { expect } from 'chai';
import type { PageEvent } from '../session/page-life.ts';
import { browserPage } from './wake.ts';

describe("a page's life", () => {
  it('tells when the page gets another address without being loaded, while somebody listens', async () => {
    const heard: PageEvent[] = [];
    const moved = () =>
      new Promise<void>((resolve) => {
        window.addEventListener('popstate', () => resolve(), { once: true });
      });
    const leave = browserPage().subscribe((event) => heard.push(event));
    history.pushState(null, '', '#offer');
    // Without the Navigation API nothing tells of this; the heartbeat finds it.
    if ('navigation' in window) expect(heard).to.include('moved');
    heard.length = 0;
    const back = moved();
    history.back();
    await back;
    expect(heard).to.include('moved');
    leave();
    heard.length = 0;
    const forth = moved();
    history.forward();
    await forth;
    expect(heard).to.deep.equal([]);
    history.replaceState(null, '', location.pathname + location.search);
  });
});
