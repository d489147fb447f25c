import { LabStack } from "../lib/stacks";
import { lessonOf } from "../../components/lib/course";
import { freePort } from "../../components/lib/port";
import { subnetsOverlap, takesOf } from "../lib/twins";
import { about, Finding, Subject } from "./finding";

/** Whether what stacks have chosen of the machine is free, and nobody else's among them. */
export function judgeClaims(subject: Subject): Finding[] {
    return [...judgePorts(subject), ...judgeSsh(subject), ...judgeShared(subject)];
}

/** The port of the machine's loopback at which a browser opens what a nested lab serves. */
function judgePorts({ stacks, facts, labs, machine }: Subject): Finding[] {
    const serving = stacks.filter(({ kind, scenario }) => kind === "nested" && scenario.serves !== undefined);
    return serving.flatMap((stack) => {
        const { machinePort } = stack.options;
        const say = about("claims/port", "port on the machine's loopback", [stack], machine);
        const why = "a browser on the machine opens there what the lab serves";
        if (facts.ports === null) return say.unknown(why, "make `ss -ltn` work: ./lab setup installs iproute2");
        // What a lab that is there has itself, and what else is in its way, is known from the look at it.
        if ((labs.get(stack.stack)?.state ?? "absent") !== "absent") return say.fine("as it was made");
        const free = `pulumi config rm machinePort --stack ${stack.stack} takes a free one`;
        if (machinePort > 0)
            return facts.ports.includes(machinePort)
                ? say.problem(
                      `${machinePort} is taken`,
                      why,
                      `end what listens there (ss -ltnp 'sport = :${machinePort}'), or: ${free}`,
                  )
                : say.fine(`${machinePort} is free`);
        try {
            freePort(stack.stack, facts.ports);
            return say.fine("a free one is taken");
        } catch (error) {
            return say.problem(
                (error as Error).message,
                why,
                `pulumi config set machinePort PORT --stack ${stack.stack}`,
            );
        }
    });
}

/** The port of the machine at which a seat is reached by SSH. */
function judgeSsh({ stacks, facts, labs, machine }: Subject): Finding[] {
    return stacks.flatMap((stack) => {
        const { port } = stack.options.ssh;
        if (port === 0) return [];
        const say = about("claims/ssh", "port for SSH into the seat", [stack], machine);
        const why = "each seat has the port that its place in the class says";
        if (facts.ports === null) return say.unknown(why, "make `ss -ltn` work: ./lab setup installs iproute2");
        if ((labs.get(stack.stack)?.state ?? "absent") !== "absent") return say.fine("as it was made");
        if (!facts.ports.includes(port)) return say.fine(`${port} is free`);
        return say.problem(
            `${port} is taken`,
            why,
            `end what listens there (ss -ltnp 'sport = :${port}'), or begin elsewhere: pulumi config set ssh 12200 --stack ${stack.classroom}`,
        );
    });
}

/** What two of the stacks want for themselves. */
function judgeShared({ stacks, machine }: Subject): Finding[] {
    const holders = new Map<string, LabStack[]>();
    for (const stack of stacks) {
        const { kind, scenario, options } = stack;
        const claims = takesOf(kind, { options, lesson: lessonOf(scenario, options) });
        for (const claim of claims) holders.set(claim, [...(holders.get(claim) ?? []), stack]);
    }
    const shared = [...holders].filter(([, of]) => of.length > 1);
    const groups = new Map<string, { of: LabStack[]; claims: string[] }>();
    for (const [claim, of] of shared) {
        const key = of.map(({ stack }) => stack).join();
        groups.set(key, { of, claims: [...(groups.get(key)?.claims ?? []), claim] });
    }
    const names = [...groups.values()].flatMap(({ of, claims }) =>
        about("claims/shared", "what more than one of them claims", of, machine).warning(
            claims.join(", "),
            "they cannot be up at the same time",
            "destroy one before the next is made, or give each its own (pulumi config set …; README: The stacks)",
        ),
    );
    return [...names, ...sharedSubnets(stacks, machine)];
}

function sharedSubnets(stacks: readonly LabStack[], machine?: string): Finding[] {
    return stacks.flatMap((stack, index) => {
        const other = stacks.slice(0, index).find((one) => subnetsOverlap(one, stack));
        return other === undefined
            ? []
            : about("claims/subnet", "networks of their lab hosts", [other, stack], machine).warning(
                  `${other.subnet} and ${stack.subnet} overlap`,
                  "they cannot be up at the same time",
                  `pulumi config rm subnet --stack ${stack.stack} takes a free one`,
              );
    });
}
