import { run } from "../run";

/** What came of a way out of a seat. `absent`: the machine's kernel has not got what it goes by. */
export type Outcome = "open" | "closed" | "absent";

/** The two seats: what is tried from the first one, and what its neighbour, which is to go on working, is reached by. */
export interface Seats {
    /** Names of their containers. */
    one: string;
    two: string;
    /** Their addresses on their labs' networks, and those of the machine there. */
    addresses: Record<"one" | "two" | "gatewayOfOne" | "gatewayOfTwo", string>;
    /** Other addresses of the machine. */
    machine: readonly string[];
    /** Ports that the test has something at (landing.ts), and what the neighbour publishes on the machine's loopback. */
    ports: Record<"any" | "datagram" | "beyond" | "published", number>;
    /** A block device of the test's own on the machine, as "7:3". */
    device: string;
    /** Whether a datagram with these words came to the machine, or to the host beyond it. */
    arrived(words: string): Promise<boolean>;
    /** What `lab preview` of the first seat says. */
    preview(): Promise<string>;
}

/** A known way out of a seat, for root in it. */
export interface Way {
    id: string;
    /** What is tried, in words. */
    title: string;
    /** A bash script that tries it in the first seat (see PRELUDE), or on the machine where it is no script. */
    try: string | ((seats: Seats) => Promise<string>);
    /** What comes of it. */
    outcome: "open" | "closed";
    /** What was seen of it, word for word: what the script prints behind the outcome. */
    seen: string;
    /** What keeps it closed, or what an open one means. */
    note: string;
    /** Set where the kernel on which this page was written has not got it, so that only its absence was seen. */
    absentHere?: true;
    /** Set where another machine may not have it, by its version of control groups or its kernel. */
    mayBeAbsent?: true;
}

/** The ways of one kind, under a heading of docs/SECURITY.md. */
export interface Ways {
    heading: string;
    ways: readonly Way[];
}

/**
 * What a script of a way has: each ends it with a line of the outcome and what was seen. A tool that is missing ends it with no such line,
 * and so with an error.
 */
const PRELUDE = `
open() { echo "open: $*"; exit 0; }
closed() { echo "closed: $*"; exit 0; }
absent() { echo "absent: $*"; exit 0; }
# What an error message says behind the last colon.
why() { local text=\${1%%$'\\n'*}; printf '%s' "\${text##*: }"; }
# verdict WORDS COMMAND...: open with these words when it works, closed with what it says when it does not.
verdict() {
    local words=$1 said
    shift
    if said=$("$@" 2>&1); then open "$words"; elif [[ $? -ge 126 ]]; then echo "$said" >&2; exit 1; else closed "$(why "$said")"; fi
}
# writable PATH: opens a file for writing, and writes nothing.
writable() {
    local said
    [[ -e $1 ]] || absent "there is no $1"
    if said=$( (exec 3>>"$1") 2>&1); then open "it can be opened for writing"; else closed "$(why "$said")"; fi
}
# apart SCRIPT: runs it among mounts that go with it.
apart() { exec unshare --mount --propagation private bash -euo pipefail -c "$(declare -f); cd /tmp; mkdir -p apart; $1"; }
# calls NUMBER ARGUMENT...: a system call by its number (x86_64); what it says.
calls() { perl -e '$! = 0; my $r = syscall(shift @ARGV, map { 0 + $_ } @ARGV); print $r < 0 ? "$!" : "it is done"' "$@"; }
# answers HOST PORT: whether a TCP connection greets, as those of the test do.
answers() {
    if [[ $(timeout 3 bash -c "exec 3<>/dev/tcp/$1/$2 && head -c 8 <&3" 2>/dev/null) == lab-test ]]; then open "it answers"; else closed "no answer"; fi
}
`;

/** Tries a way. @throws Error when its script came to no outcome */
export async function tryWay(way: Way, seats: Seats): Promise<{ outcome: Outcome; seen: string }> {
    const said = typeof way.try === "string" ? await inSeat(seats.one, way.try, seats) : await way.try(seats);
    const [, outcome, seen] = /^(open|closed|absent): (.*)$/m.exec(said) ?? [];
    if (outcome === undefined) throw new Error(`${way.id} came to no outcome: ${said}`);
    return { outcome: outcome as Outcome, seen: seen! };
}

/** What a script prints in a seat; what it may want to know of the seats is in its environment. */
export async function inSeat(seat: string, script: string, seats: Seats, seconds = 60): Promise<string> {
    const { addresses, ports, device, two } = seats;
    const known = {
        ME: addresses.one,
        NEIGHBOUR: addresses.two,
        GATEWAY: addresses.gatewayOfOne,
        ITS_GATEWAY: addresses.gatewayOfTwo,
        ITS_NAME: two,
        ANY: ports.any,
        MACHINE: seats.machine.join(" "),
        DATAGRAM: ports.datagram,
        BEYOND: ports.beyond,
        PUBLISHED: ports.published,
        DEVICE: device,
        LC_ALL: "C",
    };
    const env = Object.entries(known).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
    const text = `${PRELUDE}\n${script}`;
    return (
        await run("docker", ["exec", ...env, seat, "bash", "-euo", "pipefail", "-c", text], { mayFail: true, seconds })
    ).all;
}
