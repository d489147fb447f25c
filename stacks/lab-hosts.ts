import { LabHost, LabHostArgs } from "../components/lab-host";
import { cidrOf, onMachines } from "../components/lib/cluster";
import { Scenario } from "../components/lib/course";
import { whereabouts } from "../components/lib/elsewhere";
import { isLimited, LIMITS_PART } from "../components/lib/limits";
import { FENCE } from "../components/lib/finished-lab";
import { Look, placeOf } from "../components/lib/look";
import { LabPlan } from "../components/lib/plan";
import { Identity, SOLE_HOST } from "../components/lib/project";
import { Admission, SSH_PART, SSHD_PORT } from "../components/lib/ssh";

/** Where a browser on the machine, and nobody else, opens what a lab serves. */
const LOOPBACK = "127.0.0.1";

/**
 * Declares a lab's lab hosts, the first one first: it brings the site, on which the others stand as well.
 *
 * @param admission what opens them by SSH; undefined where they have none
 * @param where where the lab is, in words to be written down; "" for nothing
 */
export function labHosts(
    lab: Pick<Identity, "owner" | "stack">,
    { hosts, options, tokens }: Pick<LabPlan, "hosts" | "options" | "tokens">,
    found: Pick<Look, "elsewhere">,
    common: Pick<LabHostArgs, "kind" | "image" | "subnet">,
    { serves, cluster }: Scenario,
    admission?: Admission,
    where = whereabouts(found.elsewhere),
): Record<string, LabHost> {
    const generations = Object.values(hosts).map(({ generation }) => generation);
    const [first] = Object.keys(hosts);
    const made: Record<string, LabHost> = {};
    // Where each is a machine of its own, each has a site of its own.
    const apart = onMachines(options);
    for (const [name, { generation, fresh, answers }] of Object.entries(hosts)) {
        made[name] = new LabHost(name, {
            ...common,
            identity: { ...lab, generation, ...(name !== SOLE_HOST && { host: name }) },
            generations,
            node:
                cluster && !apart ? { address: cidrOf(name, options), ...cluster.settings(name, options) } : undefined,
            site: apart ? undefined : made[first!]?.site,
            elsewhere: placeOf(found, name),
            whereabouts: name === first ? where : undefined,
            publish: [
                ...(serves
                    ? [{ port: options.ports[serves]!, machinePort: options.machinePort, address: LOOPBACK }]
                    : []),
                ...(admission
                    ? [{ port: SSHD_PORT, machinePort: options.ssh.port, address: options.ssh.address }]
                    : []),
            ],
            ssh: admission && { ...admission, token: tokens[SSH_PART]! },
            token: tokens[name]!,
            fence: tokens[FENCE],
            limits: isLimited(options.limits) ? { to: options.limits, token: tokens[LIMITS_PART]! } : undefined,
            fresh,
            answers,
        });
    }
    return made;
}
