import Mocha from "mocha";
import { PATIENCE } from "../../cli/lib/patience";

const { prototype } = Mocha.Runnable;
const timeout = prototype.timeout as (this: Mocha.Runnable, milliseconds?: string | number) => unknown;

// Mocha asks a test or a hook itself how long it may take, whoever has set that.
prototype.timeout = function (this: Mocha.Runnable, milliseconds?: string | number) {
    return milliseconds === undefined ? Number(timeout.call(this)) * PATIENCE : timeout.call(this, milliseconds);
} as typeof prototype.timeout;
