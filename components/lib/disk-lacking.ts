import { Look } from "./look";
import { LabPlan } from "./plan";

/** What the machine of a lab lacks for the disks that its lab hosts are to have, in words; undefined where they are there or can be made. */
export function diskLacking(
    { machine }: Pick<Look, "machine">,
    { hosts, options }: Pick<LabPlan, "hosts" | "options">,
): string | undefined {
    if (options.limits.disk === "" || machine.diskLacks === "") return undefined;
    const there = Object.values(hosts).every(({ generation }) => machine.disks[generation]?.mounted);
    return there
        ? undefined
        : `no lab host there can have a disk of its own (limits.disk), for lack of ${machine.diskLacks}`;
}
