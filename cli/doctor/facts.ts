import { z } from "zod";
import { Elsewhere } from "../../components/lib/elsewhere";
import { run } from "../../components/lib/run";
import { LIMITS, onMachine, script } from "../../components/lib/script";
import { machineShape } from "../../components/lib/snapshot";

/** Whether a kernel has something: "loadable" is a module that is there and not loaded. */
export type FeatureState = "there" | "loadable" | "absent" | "unknown";

/** What a kernel is asked for, as kernel-features.sh calls it. */
export const FEATURES = [
    "namespaces",
    "cgroup-namespaces",
    "veth",
    "bridge",
    "bridge-filter",
    "overlay",
    "nft",
    "legacy",
    "macvlan",
    "vxlan",
    "esp",
] as const;
export type Feature = (typeof FEATURES)[number];

/** What does not have the shape that is known here was not read. */
const maybe = <T extends z.ZodType>(shape: T) => shape.nullable().catch(null);

const place = z.object({ path: z.string().nullable(), mode: z.string().nullable(), writable: z.boolean() });

const engine = z.object({
    ServerVersion: z.string().min(1),
    Driver: z.string(),
    LiveRestoreEnabled: z.boolean().default(false),
    /** The ranges that networks get theirs from, where daemon.json has some. */
    DefaultAddressPools: z.array(z.object({ Base: z.string(), Size: z.number() })).nullish(),
});

const facts = z.object({
    root: z.boolean(),
    /** Its clock, in seconds since 1970. */
    time: z.number(),
    /** The clock of the package mirror that it uses, at the same moment. */
    mirror: maybe(z.number()),
    /** When set-up or a lab last wrote something. */
    lastWork: maybe(z.number()),
    engine: maybe(engine),
    networks: maybe(machineShape.networks),
    /** This project's images, by name and tag. */
    images: maybe(machineShape.images),
    kernel: z.record(z.enum(FEATURES), z.enum(["there", "loadable", "absent", "unknown"]).catch("unknown")),
    /** The version of its cgroups. */
    cgroup: maybe(z.number()),
    /** What its own `iptables` shows: rules of nf_tables, or those of the old kind. */
    flavour: maybe(z.enum(["nf_tables", "legacy"])),
    /** Whether there are rules of the old kind. */
    legacyTables: maybe(z.boolean()),
    /** Memory that is free or can be freed, in bytes. */
    memory: maybe(z.number()),
    /** What is not there for lab hosts with a disk of their own, in words; "" where they can be made. */
    diskLacks: maybe(machineShape.diskLacks),
    /** What is kept on a file system → its free bytes; without what is not known to be on one. */
    disks: z.partialRecord(z.enum(["engine", "labs", "checkout", "programs"]), z.number()),
    places: z.partialRecord(z.enum(["run", "marks", "socket", "state", "passphrase"]), place),
    ports: maybe(machineShape.ports),
    routes: maybe(z.array(z.object({ dst: z.string(), dev: z.string().default("") }))),
    nameservers: maybe(z.array(z.string())),
});

/** What a machine is judged by; null is what could not be read. */
export type Facts = z.infer<typeof facts>;

/**
 * Asks a machine for all of it, read-only.
 *
 * @param elsewhere the machine, when it is not this one
 * @param state this checkout's state folder
 * @throws Error when no answer came
 */
export async function factsOf(elsewhere: Elsewhere | undefined, state: string): Promise<Facts> {
    const text = script("ask", "inspect", "ports", "kernel-features", "disk", "facts");
    return parseFacts(await run(onMachine(LIMITS.look, elsewhere), text, elsewhere ? [] : [state]));
}

/** Reads the answer of facts.sh. @throws Error when it is none */
export function parseFacts(text: string): Facts {
    return facts.parse(JSON.parse(text));
}
