import { defaultsOf, Options, Scenario } from "../../components/lib/course";

/** A scenario with other names, addresses and ports, and with more of everything. */
function others(scenario: Scenario): Options {
    const own = defaultsOf(scenario);
    const changed = (values: Readonly<Record<string, string>>) =>
        Object.fromEntries(Object.keys(values).map((key, index) => [key, `my${index}.own_Name-x`]));
    const { addresses = {}, mostExtra = 0 } = scenario.choices;
    return {
        ...own,
        names: changed(own.names),
        addresses: Object.fromEntries(
            Object.entries(addresses).map(([key, { form }], index) => [
                key,
                form === "address" ? `10.9.8.${index + 4}/29` : "10.20.0.0/24",
            ]),
        ),
        ports: Object.fromEntries(Object.keys(own.ports).map((key, index) => [key, 8081 + index])),
        tags: Object.fromEntries(Object.keys(own.tags).map((key) => [key, "1.2"])),
        extra: Math.min(3, mostExtra),
        nodes: scenario.cluster ? 4 : 1,
    };
}

/** Options under which a scenario's texts differ, with a name for each. */
export function variantsOf(scenario: Scenario): [string, Options][] {
    const own = defaultsOf(scenario);
    const { cluster } = scenario;
    const machines = { alpha: "10.0.0.1", beta: "10.0.0.2" };
    return [
        ["as in the course", own],
        ["under other names, with more of everything", others(scenario)],
        ["with nothing but an engine", { ...own, dockerOnly: true }],
        ...(cluster
            ? ([
                  ["with one of two stopped", { ...own, stop: ["node2"] }],
                  ["with two of five stopped", { ...own, nodes: 5, stop: ["node3", "node5"] }],
              ] satisfies [string, Options][])
            : []),
        ...(cluster?.onMachines ? ([["on machines", { ...own, machines }]] satisfies [string, Options][]) : []),
        ...(cluster?.encrypts ? ([["encrypted", { ...own, encrypted: true }]] satisfies [string, Options][]) : []),
    ];
}
