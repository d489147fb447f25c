import { hostsOf } from "../../components/lib/cluster";
import { diskBytes } from "../../components/lib/limits";
import { about, Finding, Subject } from "./finding";
import { size } from "./room";

/** Whether lab hosts can have a disk of their own where config says so, and whether all of these can be full. */
export function judgeDisks({ stacks, facts, machine }: Subject): Finding[] {
    const limited = stacks.filter(({ options }) => options.limits.disk !== "");
    const say = about("room/disks", "disks of lab hosts", limited, machine);
    const why = "with limits.disk a lab host has a disk of that size: a file, mounted by a loop device";
    const without = limited.map(({ stack }) => `pulumi config rm --path limits.disk --stack ${stack}`).join(" && ");
    if (facts.diskLacks === null || facts.disks.labs === undefined)
        return say.unknown(why, "see df -h /var/lib and losetup --find yourself");
    if (facts.diskLacks !== "")
        return say.problem(
            `it lacks ${facts.diskLacks}`,
            why,
            `apt install e2fsprogs mount, run a kernel with loop devices and ext4 (Debian's has them), or: ${without}`,
        );
    const all = limited.reduce((sum, { scenario, options }) => {
        return sum + hostsOf(scenario, options).length * diskBytes(options.limits);
    }, 0);
    return all > facts.disks.labs
        ? say.warning(
              `${size(facts.disks.labs)} free, and all of them take ${size(all)} when they are full`,
              "a lab host's disk takes what is written on it, so the machine's own is full before they are, and that for all",
              "make room in /var/lib, or the disks smaller: limits.disk",
          )
        : say.fine(`${size(facts.disks.labs)} free, ${size(all)} when all are full`);
}
