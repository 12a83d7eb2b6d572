import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends the run with one line that a machine can read, `N passed, M failed`, and lets nothing be skipped silently: where
 * this reporter is used a skipped test is named and makes the run fail.
 */
// oxlint-disable-next-line import/no-default-export -- vitest looks for it under this name
export default class CiReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counted = { passed: 0, failed: errors.length };
    const skipped: string[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) counted.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') counted.passed += 1;
        else if (state === 'failed') counted.failed += 1;
        else skipped.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
    }
    for (const name of skipped) process.stdout.write(`skipped, which is not allowed here: ${name}\n`);
    if (skipped.length > 0) process.exitCode = 1;
    const tail = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
    process.stdout.write(`${counted.passed} passed, ${counted.failed} failed${tail}\n`);
  }
}
