/** A reporter for Node's test runner that tells how many tests passed, failed and were skipped, as JSON. */
import type { TestEvent } from 'node:test/reporters';

export default async function* count(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    // There is one summary for each file too; the last one has no file and is the sum.
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue;
    const { tests, passed, skipped, todo } = event.data.counts;
    // Failed, and cancelled because something around it failed.
    yield JSON.stringify({ passed, failed: tests - passed - skipped - todo, skipped: skipped + todo });
  }
}
