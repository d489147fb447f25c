import { LabHost, LabHostArgs } from "../components/lab-host";
import { cidrOf } from "../components/lib/cluster";
import { Scenario } from "../components/lib/course";
import { LabPlan } from "../components/lib/plan";
import { Identity, SOLE_HOST } from "../components/lib/project";

/** Declares a lab's lab hosts, the first one first: it brings the site, on which the others stand as well. */
export function labHosts(
    lab: Pick<Identity, "owner" | "stack">,
    { hosts, options, tokens }: Pick<LabPlan, "hosts" | "options" | "tokens">,
    common: Pick<LabHostArgs, "kind" | "image" | "subnet" | "remote">,
    { serves, cluster }: Scenario,
): Record<string, LabHost> {
    const generations = Object.values(hosts).map(({ generation }) => generation);
    const made: Record<string, LabHost> = {};
    for (const [name, { generation, fresh }] of Object.entries(hosts)) {
        made[name] = new LabHost(name, {
            ...common,
            identity: { ...lab, generation, ...(name !== SOLE_HOST && { host: name }) },
            generations,
            node: cluster && { address: cidrOf(name, options), ...cluster.settings(name, options) },
            site: Object.values(made)[0]?.site,
            publish: serves ? { port: options.ports[serves]!, machinePort: options.machinePort } : undefined,
            token: tokens[name]!,
            fresh,
        });
    }
    return made;
}
