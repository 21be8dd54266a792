/** Counts over the JSON reports of the runners. Pure: the reports are given as parsed. */

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** One line per skipped test, with its reason. */
  readonly skipped: readonly string[];
}

export const nothingRun: Tally = { passed: 0, failed: 0, skipped: [] };
export const onePassed: Tally = { ...nothingRun, passed: 1 };
export const oneFailed: Tally = { ...nothingRun, failed: 1 };

export const sum = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  failed: tallies.reduce((total, { failed }) => total + failed, 0),
  skipped: tallies.flatMap(({ skipped }) => skipped),
});

export const lastLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped.length} skipped`;

export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** A file that can't even be loaded has no failed test in it and counts as one. */
export function tallyVitest({ testResults }: VitestReport): Tally {
  return sum(
    testResults.map(({ status, assertionResults }) => {
      const of = (wanted: string) => assertionResults.filter((test) => test.status === wanted).length;
      const skipped = assertionResults
        .filter((test) => !['passed', 'failed'].includes(test.status))
        .map((test) => test.fullName.trim());
      const failed = of('failed');
      return { passed: of('passed'), failed: failed === 0 && status === 'failed' ? 1 : failed, skipped };
    }),
  );
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: string;
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
}
export interface PlaywrightReport extends PlaywrightSuite {
  readonly errors: readonly unknown[];
}

/** A test that passes only at a second try counts as failed: it would fail for someone. */
export function tallyPlaywright(report: PlaywrightReport): Tally {
  const outsideTests = { ...nothingRun, failed: report.errors.length };
  return sum([outsideTests, tallySuite(report)]);
}

function tallySuite({ suites = [], specs = [] }: PlaywrightSuite): Tally {
  const own = specs.flatMap(({ title, tests }) =>
    tests.map(({ status, annotations }): Tally => {
      if (status === 'expected') return onePassed;
      if (status !== 'skipped') return oneFailed;
      const reason = annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given';
      return { ...nothingRun, skipped: [`${title} (${reason})`] };
    }),
  );
  return sum([...own, ...suites.map(tallySuite)]);
}
