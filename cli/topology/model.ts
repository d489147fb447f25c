/** Stand-in. */
export interface Topology {
    nodes: readonly unknown[];
}
