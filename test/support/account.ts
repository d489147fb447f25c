import * as assert from "assert";
import { parseEvent } from "../../cli/lib/pulumi";
import { checkout } from "./checkout";
import { Lab } from "./lab";

/**
 * Resource → what is done to it: create, update, replace, delete or same. Providers are left out, which are only how the tool reaches an
 * engine.
 */
type Account = ReadonlyMap<string, string>;

/** The steps of which a replacement consists, by their names in the tool. */
const REPLACEMENT = ["replace", "create-replacement", "delete-replaced", "discard-replaced"];

/** What the tool says of a resource in a lab host that does not answer: it cannot know whether it stays the same. */
const UNKNOWN = /inputs that are not known during preview/;
const PERHAPS = "update or same";

/** What a plain preview announces, resource by resource. */
export async function announced(lab: Lab): Promise<Account> {
    return accountOf(lab, ["preview"]);
}

/** Runs a plain up. @returns what it did, resource by resource */
export async function done(lab: Lab): Promise<Account> {
    return accountOf(lab, ["up", "--yes", "--skip-preview"]);
}

async function accountOf(lab: Lab, command: readonly string[]): Promise<Account> {
    // Without it, preview would print one document at its end, and leave out what stays the same.
    const env = { ...(await checkout()).env, PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
    const { stdout } = await lab.pulumi([...command, "--json"], { env, seconds: 240 });
    const account = new Map<string, string>();
    for (const line of stdout.split("\n")) {
        const event = parseEvent(line);
        const { urn = "", message = "" } = event?.diagnosticEvent ?? {};
        if (UNKNOWN.test(message)) account.set(nameOf(urn), PERHAPS);
        const step = event?.resourcePreEvent?.metadata;
        if (!step || step.urn.includes("pulumi:providers:")) continue;
        const [resource, op] = [nameOf(step.urn), REPLACEMENT.includes(step.op) ? "replace" : step.op];
        const before = account.get(resource) ?? op;
        if (before === PERHAPS && op === "update") continue;
        account.set(resource, before === op ? op : [before, op].includes("replace") ? "replace" : `${before}, ${op}`);
    }
    assert.ok(account.size > 0, stdout);
    return account;
}

/** A resource in one word of the tool's, without the stack and the project. */
function nameOf(urn: string): string {
    return urn.split("::").slice(2).join("::").split("$").at(-1)!;
}

/** Fails unless an up did what a preview had announced, and says for which resources it did not. */
export function assertAsAnnounced(plan: Account, result: Account): void {
    const resources = [...new Set([...plan.keys(), ...result.keys()])].sort();
    const wrong = resources.flatMap((resource) => {
        const [said, did] = [plan, result].map((account) => account.get(resource) ?? "nothing");
        return said === did || (said === PERHAPS && ["update", "same"].includes(did!))
            ? []
            : [`${resource}: announced ${said}, did ${did}`];
    });
    assert.deepStrictEqual(wrong, []);
}

/** How many resources are changed in any way. */
export function changesIn(account: Account): number {
    return [...account.values()].filter((op) => op !== "same").length;
}
