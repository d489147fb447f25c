import { writeFileSync } from "fs";
import Mocha from "mocha";

/** Environment variable with the file that the counts go to. */
export const COUNTS_FILE = "LAB_TEST_COUNTS";

/** Mocha's usual output for a person who watches, and beside it the counts for `lab test`, in a file. */
class CountingReporter extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
        super(runner, options);
        const said: string[] = [];
        runner.on("fail", (test, error: Error) => said.push(`${test.fullTitle()}\n${error.message}`));
        runner.once("end", () => {
            const { passes, failures, pending } = this.stats;
            writeFileSync(
                process.env[COUNTS_FILE]!,
                JSON.stringify({ passed: passes, failed: failures, skipped: pending, failures: said }),
            );
        });
    }
}

export default CountingReporter;
