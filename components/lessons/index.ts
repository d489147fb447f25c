import { readdirSync } from "fs";
import { join } from "path";
import { Scenario } from "../lib/course";

/**
 * Every scenario of the course by its name, in the course's order: each has a file of its name here, and one in components/ with
 * its component.
 */
export const course: Readonly<Record<string, Scenario>> = Object.assign(
    Object.create(null) as object, // a stack may be called "constructor"
    Object.fromEntries(
        readdirSync(__dirname)
            .filter((file) => file !== "index.ts")
            // eslint-disable-next-line @typescript-eslint/no-require-imports -- by its name, so that a new scenario is no third file to edit
            .flatMap((file) => Object.values(require(join(__dirname, file)) as object))
            .filter(isScenario)
            .sort((a, b) => a.chapter - b.chapter)
            .map((scenario) => [scenario.name, scenario]),
    ),
);

function isScenario(value: unknown): value is Scenario {
    return typeof value === "object" && value !== null && "lesson" in value;
}
