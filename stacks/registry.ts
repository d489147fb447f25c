import * as pulumi from "@pulumi/pulumi";
import { CustomBridge } from "../components/custom-bridge";
import { DefaultBridge } from "../components/default-bridge";
import { NetworkNamespaces } from "../components/network-namespaces";
import { ScenarioArgs, ScenarioOutputs } from "../components/lib/scenario";

type ScenarioClass = new (name: string, args: ScenarioArgs, opts?: pulumi.ComponentResourceOptions) => ScenarioOutputs;

/** Scenario → its component. The lessons that belong to them are in components/lessons. */
export const scenarios: Readonly<Record<string, ScenarioClass>> = {
    netns: NetworkNamespaces,
    "default-bridge": DefaultBridge,
    "custom-bridge": CustomBridge,
};
