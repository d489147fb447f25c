import { isIPv4 } from "net";
import { ReadConfig } from "../components/lib/options";
import { quoted } from "../components/lib/printable";
import { toRemove, toSet } from "../components/lib/problems";
import { NO_SSH, Ssh } from "../components/lib/ssh";
import { alike, ClassConfig } from "./classroom";

/** Where the ports of seats begin when no other is named. */
const USUAL = 2200;
/** Below are ports that the machine gives to its own services; above the last are those that labs take for what they serve (lib/port.ts). */
const LEAST = 1024;
const MOST = 19_999;
/** Nothing is open to a network that nobody has opened to it. */
const LOOPBACK = "127.0.0.1";

/** A lab among those of its class. */
interface InClass extends ClassConfig {
    index: number;
}

/**
 * Where config says that a lab's seat is reached by SSH: the labs of a class have ports one after the other, in the order of its seats, so a
 * seat keeps its own when others are added behind it.
 *
 * @param lab undefined for a lab of no class
 */
export function readSsh(read: ReadConfig, lab: InClass | undefined): { ssh: Ssh; problems: string[] } {
    const [text, address] = [read("ssh") || "false", read("sshAddress") || LOOPBACK];
    const problems = isIPv4(address) && !/^(22[4-9]|2[3-5]\d)\./.test(address) ? [] : [addressProblem(address)];
    if (text === "false") return { ssh: NO_SSH, problems };
    const first = text === "true" ? USUAL : /^[1-9]\d{3,4}$/.test(text) ? Number(text) : NaN;
    if (!(first >= LEAST && first <= MOST)) problems.push(portProblem(text));
    else if (!lab)
        problems.push(
            `ssh: ${quoted(text)} cannot be: it is for the seats of a class, which has seats. ${toRemove("ssh")}`,
        );
    else problems.push(...classProblems(text, first, lab));
    return problems.length > 0 ? { ssh: NO_SSH, problems } : { ssh: { address, port: first + lab!.index }, problems };
}

function addressProblem(address: string): string {
    return (
        `sshAddress: ${quoted(address)} is not usable. Allowed: an IPv4 address of the machine, 0.0.0.0 for all of them, or ${LOOPBACK} for ` +
        `the machine alone. ${toSet("sshAddress", "0.0.0.0")}`
    );
}

function portProblem(text: string): string {
    return (
        `ssh: ${quoted(text)} is not usable. Allowed: true (ports from ${USUAL} on), false, or the port of the first seat, ${LEAST} to ${MOST}. ` +
        toSet("ssh", "true")
    );
}

function classProblems(text: string, first: number, { people, scenarios }: ClassConfig): string[] {
    const labs = people.length * scenarios.length;
    const twins = alike({ people, scenarios });
    return [
        ...(first + labs - 1 > MOST
            ? [
                  `ssh: ${quoted(text)} leaves no room for ${labs} ports up to ${MOST}. Allowed: ${LEAST} to ${MOST - labs + 1}. ` +
                      toSet("ssh", "true"),
              ]
            : []),
        ...(twins
            ? [
                  `ssh: seats ${twins.map(quoted).join(" and ")} cannot both have a port: the names of their labs end alike. ` +
                      "Call one otherwise, or: pulumi config rm ssh",
              ]
            : []),
    ];
}
