/** A reporter for @web/test-runner that writes how many tests passed, failed and were skipped, as JSON. */
import { writeFileSync } from 'node:fs';
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

function countSuite(suite: TestSuiteResult, counts: Counts): void {
  for (const test of suite.tests) counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
  for (const inner of suite.suites) countSuite(inner, counts);
}

function countSession(session: TestSession, counts: Counts): void {
  const before = counts.failed;
  if (session.testResults) countSuite(session.testResults, counts);
  // A file that couldn't be loaded, or that threw outside of a test.
  if (counts.failed === before && session.passed === false) counts.failed += 1;
}

/** @param file Where to write; nothing is written when it is undefined. */
export function countReporter(file: string | undefined): Reporter {
  return {
    stop({ sessions }) {
      if (file === undefined) return;
      const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
      for (const session of sessions) countSession(session, counts);
      writeFileSync(file, JSON.stringify(counts));
    },
  };
}
