import type { Taught } from "../teaching-text";
import { customBridge } from "./custom-bridge";

/** What is taught, by the names of the scenarios. */
export const teachings: Readonly<Record<string, Taught>> = {
    "custom-bridge": customBridge,
};
