import { FinishedHost, LabHostKind, Look } from "../../components/lib/look";
import { SOLE_HOST } from "../../components/lib/project";
import { Machine, Marks } from "../../components/lib/snapshot";

/** What a look finds of a lab with one lab host whose last `up` finished. */
export function finishedLook(machine: Machine, marks: Marks, host: FinishedHost, kind: LabHostKind = "nested"): Look {
    return {
        elsewhere: [],
        machine,
        lab: { kind, marks, hosts: { [SOLE_HOST]: host }, strays: [], fenced: true },
        unfinished: false,
        orphans: [],
    };
}

/** What a look finds where there is no finished lab. */
export function withoutLab(machine: Machine, unfinished = false): Look {
    return { elsewhere: [], machine, lab: undefined, unfinished, orphans: [] };
}
