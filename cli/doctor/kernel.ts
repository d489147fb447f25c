import { LabStack } from "../lib/stacks";
import { Facts, FeatureState } from "./facts";
import { about, Finding, Subject } from "./finding";
import { Need, needsOf } from "./needs";

/** A need in words, why labs have it, and what it is called in a kernel's configuration. */
const NEEDS: Readonly<Record<Need, readonly [what: string, why: string, option: string]>> = {
    namespaces: ["network namespaces", "containers and their hosts are kept apart by them", "NET_NS"],
    veth: ["veth pairs", "one is the cable between a container, or a namespace, and its host", "VETH"],
    bridge: ["bridges", "a network of Docker's is one", "BRIDGE"],
    "bridge-filter": [
        "iptables on bridges",
        "without it no rule sees packets between containers on one bridge, and counters of such rules stay at 0",
        "BRIDGE_NETFILTER",
    ],
    nat: ["NAT by iptables", "ports are published by it, and engines do not start without", "NFT_COMPAT"],
    "cgroup-namespaces": ["cgroup namespaces", "a lab host's engine is kept to groups of its own by one", "CGROUPS"],
    overlay: ["the overlay file system", "a lab host's engine keeps images and containers on it", "OVERLAY_FS"],
    macvlan: ["macvlan interfaces", "the network between lab hosts is made of them", "MACVLAN"],
    vxlan: ["VXLAN", "an overlay network's packets go from host to host in it", "VXLAN"],
    esp: ["ESP", "an overlay is encrypted by it", "INET_ESP"],
};

/** Whether the kernel has what each scenario needs, and which iptables there is. */
export function judgeKernel(subject: Subject): Finding[] {
    const { stacks, facts, machine } = subject;
    const features = (Object.keys(NEEDS) as Need[]).flatMap((need) => {
        const needy = stacks.filter((stack) => needsOf(stack).includes(need));
        return judgeNeed(need, stateOf(facts, need), needy, machine);
    });
    return [...features, ...judgeCgroup(subject), ...judgeFlavour(subject)];
}

/** Either kind of iptables will do: a lab host takes the one that the kernel answers to. */
function stateOf({ kernel }: Facts, need: Need): FeatureState {
    if (need !== "nat") return kernel[need];
    const best = (["there", "loadable", "unknown", "absent"] as const).find((state) =>
        [kernel.nft, kernel.legacy].includes(state),
    );
    return best ?? "unknown";
}

function judgeNeed(need: Need, state: FeatureState, stacks: readonly LabStack[], machine?: string): Finding[] {
    const [what, why, option] = NEEDS[need];
    const say = about(`kernel/${need}`, what, stacks, machine);
    const names = stacks.map(({ stack }) => stack);
    if (state === "there") return say.fine("there");
    if (state === "loadable") return say.fine("a module that is loaded when it is needed");
    if (state === "unknown")
        return say.unknown(
            why,
            `after an update of the kernel, restart the machine; otherwise try it: ./lab up ${names[0]}`,
        );
    const fix = `run a kernel with CONFIG_${option} (Debian's has it)`;
    if (need === "bridge-filter") return say.warning("the kernel has none", why, fix);
    const without =
        need === "esp" ? names.map((name) => `pulumi config rm encrypted --stack ${name}`) : ["leave these stacks out"];
    return say.problem("the kernel has none", why, `${fix}, or ${without.join(" && ")}`);
}

function judgeCgroup({ stacks, facts, machine }: Subject): Finding[] {
    const nested = stacks.filter(({ kind }) => kind === "nested");
    const say = about("kernel/cgroup", "cgroups", nested, machine);
    return facts.cgroup === null
        ? say.unknown(
              "a lab host's engine needs them, of version 1 or 2",
              "see that /sys/fs/cgroup is mounted: mount | grep cgroup",
          )
        : say.fine(`version ${facts.cgroup}`);
}

/** On the machine itself a lesson shows Docker's rules with the machine's own `iptables`. */
function judgeFlavour({ stacks, facts, machine }: Subject): Finding[] {
    const direct = stacks.filter(({ kind, scenario }) => kind === "direct" && scenario.images.length > 0);
    const say = about("kernel/iptables", "the kind of iptables", direct, machine);
    const { flavour, legacyTables } = facts;
    const why = "a lesson shows Docker's rules with the machine's own `iptables`";
    if (flavour === null || legacyTables === null)
        return say.unknown(why, "see that `iptables --version` works: ./lab setup installs it");
    return flavour === "nf_tables" && legacyTables
        ? say.warning(
              "`iptables` shows the rules of nf_tables, and there are others of the old kind",
              `${why}, and it shows one kind alone`,
              "see which kind Docker's are (iptables-legacy -S), choose that with update-alternatives --config iptables, and restart Docker",
          )
        : say.fine(flavour);
}
