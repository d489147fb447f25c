import { busyboxImage, sh } from "./run";

/** Removes a thing; it may be gone. */
type Removal = () => Promise<unknown>;

/**
 * Things of somebody's on the machine whose names and labels look like a lab's, and are none: a container, a network, a volume, a
 * namespace, a bridge and a veth pair.
 */
export class Decoys {
    private readonly removals: Removal[] = [];
    private readonly names: Readonly<Record<string, string>>;

    /** @param suffix up to 7 letters and digits that are in no other name */
    constructor(suffix: string) {
        this.names = {
            NAME: `lab-custom-bridge-${suffix}`,
            NAMESPACE: `test1-${suffix}`,
            BRIDGE: `br-${suffix}`,
            VETH: `veth-a${suffix}`,
            PEER: `veth-b${suffix}`,
        };
    }

    /** Makes them. Their labels are almost a lab's: an owner that is no owner's id, a stack without an owner. */
    async make(): Promise<void> {
        const image = await busyboxImage();
        const labels = '--label docker-network-labs.stack=netns --label "docker-network-labs.owner=$NAME"';
        await this.one(
            `docker run -d --name "$NAME" --network none ${labels} ${image} sleep 3000`,
            'docker rm -f "$NAME"',
        );
        await this.one(`docker network create ${labels} "$NAME"`, 'docker network rm "$NAME"');
        await this.one(`docker volume create ${labels} "$NAME"`, 'docker volume rm "$NAME"');
        await this.one('ip netns add "$NAMESPACE"', 'ip netns delete "$NAMESPACE"');
        await this.one('ip link add "$BRIDGE" type bridge', 'ip link delete "$BRIDGE"');
        await this.one('ip link add "$VETH" type veth peer name "$PEER"', 'ip link delete "$VETH"');
    }

    /** What each of them is, a line each: it differs when one was removed, made anew, stopped, renamed or changed. */
    look(): Promise<string> {
        return this.run(
            'docker inspect --format "{{.Id}} {{.State.StartedAt}} {{.State.Status}} {{json .NetworkSettings.Networks}}" "$NAME"; ' +
                'docker network inspect --format "{{.Id}} {{json .IPAM.Config}} {{json .Containers}}" "$NAME"; ' +
                'docker volume inspect --format "{{.CreatedAt}} {{json .Labels}}" "$NAME"; ' +
                'stat -c "%i %Z" "/run/netns/$NAMESPACE"; ip -o link show "$BRIDGE"; ip -o link show "$VETH"; ip -o link show "$PEER"',
        );
    }

    /** Removes them. */
    async remove(): Promise<void> {
        for (const removal of this.removals.reverse()) await removal();
    }

    private async one(make: string, remove: string): Promise<void> {
        await this.run(make);
        this.removals.push(() => this.run(remove));
    }

    private run(command: string): Promise<string> {
        const names = Object.entries(this.names).map(([key, value]) => `${key}='${value}'`);
        return sh(`${names.join(" ")}; ${command}`);
    }
}
