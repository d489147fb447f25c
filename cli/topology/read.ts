import { Seen } from "../lib/labs";
import { Topology } from "./model";
export async function readTopology(_lab: Seen): Promise<Topology> {
    return { nodes: [] };
}
