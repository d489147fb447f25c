import { Part } from "./drift";
import { addressesOf, linkIn } from "./snapshot";

// What somebody added to what a lesson made. It is somebody's work, so it is put out where it is in the lesson's way and never deleted,
// and that only in a lab host of the lab's own.

/** A part that is broken while other containers than the lesson's are plugged into one of its networks. */
export function guestsPart(network: string, own: readonly string[]): Part {
    return {
        foreign: true,
        lostAtRestart: false,
        thing: { kind: "guests", network, own },
        broken(live) {
            const guests = live.containers
                .filter(({ Name, State }) => State.Running && !own.includes(Name))
                .filter(({ NetworkSettings }) => network in NetworkSettings.Networks);
            return guests.length === 0
                ? undefined
                : `${guests.map(({ Name }) => Name).join(", ")} was plugged into ${network}`;
        },
    };
}

/** An interface of a lesson. */
export interface Addressed {
    namespace: string;
    link: string;
    /** Its only address, in CIDR notation. */
    cidr: string;
}

/** A part that is broken while the lesson's interfaces have other addresses beside their own. */
export function addedAddressesPart(interfaces: readonly Addressed[]): Part {
    return {
        foreign: true,
        lostAtRestart: false,
        broken(live) {
            const found = interfaces.flatMap(({ namespace, link, cidr }) =>
                addressesOf(linkIn(live, namespace, link))
                    .filter((address) => address !== cidr && !address.startsWith("fe80:")) // the kernel's own
                    .map((address) => `${link} got ${address}`),
            );
            return found.length === 0 ? undefined : found.join(", ");
        },
    };
}
