import { Topology } from "./model";
export async function picture(_topology: Topology, language: "en" | "zh"): Promise<string> {
    return `<svg role="img" viewBox="0 0 200 60"><title>${language}</title><desc>d</desc><g class="node" data-kind="container" data-name="test1"><rect x="5" y="5" width="190" height="50" fill="none" stroke="currentColor"/><text x="100" y="35" text-anchor="middle" fill="currentColor">test1</text></g></svg>`;
}
