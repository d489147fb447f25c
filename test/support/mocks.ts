import * as pulumi from "@pulumi/pulumi";

/** A resource that a program declared. */
export interface Declared {
    type: string;
    name: string;
    inputs: Record<string, unknown>;
}

/** Runs a program against mocks, to the end of its last output, and gives what it declared, in order. */
export async function declare(program: () => pulumi.Output<unknown>): Promise<Declared[]> {
    const declared: Declared[] = [];
    await pulumi.runtime.setMocks(
        {
            newResource(args) {
                declared.push({ type: args.type, name: args.name, inputs: args.inputs as Record<string, unknown> });
                return { id: `${args.name}-id`, state: { ...args.inputs, stdout: "" } as Record<string, unknown> };
            },
            call(args) {
                throw new Error(`unexpected call of ${args.token}`);
            },
        },
        "docker-network-labs",
        "test",
        false,
    );
    await new Promise((resolve) => program().apply(resolve));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    return declared;
}
