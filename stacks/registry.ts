import * as pulumi from "@pulumi/pulumi";
import { join } from "path";
import { Scenario } from "../components/lib/course";
import { ScenarioArgs, ScenarioOutputs } from "../components/lib/scenario";

/** A scenario's component. */
export type ScenarioClass = new (
    name: string,
    args: ScenarioArgs,
    opts?: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource & ScenarioOutputs;

/**
 * The component of a scenario: what the file of its name in components/ exports, and nothing else does. The scenarios themselves, which
 * every command knows, are in components/lessons; a component is read by the program that makes it.
 */
export function componentOf({ name }: Scenario): ScenarioClass {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- by its name: of all components a program reads one
    const exported = require(join(__dirname, "..", "components", name)) as Record<string, ScenarioClass>;
    return Object.values(exported)[0]!;
}
