import * as pulumi from "@pulumi/pulumi";
import { Command, placedCommand } from "./command";
import { diskBytes, Limits } from "./limits";
import { containerName, diskFolder, Identity } from "./project";
import { Place, script } from "./script";
import { Site } from "./site";

/**
 * The disk of a nested lab host, and what its container has for it. On it are the engine's data and all that is written anywhere else in
 * the lab host (images/lab-host/disk.sh): the container's own file system is read-only.
 */
export function labDisk(
    parent: pulumi.Resource,
    name: string,
    {
        identity,
        machine,
        room,
        limits,
        token,
    }: { identity: Identity; machine: Place; room: Site; limits: Limits; token: string },
) {
    const folder = diskFolder(identity);
    // The token is there for its change alone, and a larger size makes the disk larger: neither lets it go first. The room takes it along.
    const made: Command = placedCommand(
        `${name}-disk`,
        machine,
        { create: script("disk-make"), args: [folder, String(diskBytes(limits)), containerName(identity), token] },
        { parent, dependsOn: room.made, deletedWith: room.made },
    );
    return {
        made,
        container: {
            readOnly: true,
            // A folder of the disk: where that is not mounted the engine finds none, and starts no lab host without it.
            mounts: [{ type: "bind", source: `${folder}/mounted/host`, target: "/var/lib/docker" }],
        },
        // What tools keep for a moment is in memory, so that commands find room for it when the disk is full.
        environment: { LAB_DISK: "yes", TMPDIR: "/dev/shm" },
    };
}
