import { Look, placeIn } from "./look";
import { run } from "./run";
import { LIMITS, script } from "./script";

/** Removes the strays of a lab. This is no resource: they must be gone before the first one is made, and are not there the next time. */
export async function sweepStrays(found: Look): Promise<void> {
    const strays = found.lab?.strays ?? [];
    for (const kind of ["container", "network"] as const)
        for (const host of new Set(strays.map((stray) => stray.host))) {
            const ids = strays.filter((stray) => stray.kind === kind && stray.host === host).map(({ id }) => id);
            if (ids.length > 0) await run(placeIn(found, host, LIMITS.change), script(`stray-${kind}s-remove`), ids);
        }
}
