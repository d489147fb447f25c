import { docker, sh } from "../run";
import { sending } from "./sending";
import { Seats, Way, Ways } from "./way";

/** Where a seat keeps what came in; tcpdump writes it from before the first way on (see landing.ts). */
export const CAPTURE = "/tmp/lab-test.pcap";

const ISOLATED = "Each lab has a network of its own, and the machine's engine forwards nothing from one to another.";

/** Sends something to the neighbour, and says whether any of it arrived there: real packets, seen by tcpdump in the other seat. */
function toNeighbour(id: string, title: string, script: string, note = ISOLATED): Way {
    return sending(id, title, script, note, cameIn);
}

/** Whether something came in at the neighbour with these words in it, or from the first seat's address. */
export async function cameIn({ two, addresses }: Seats, words: string): Promise<boolean> {
    // What the test itself has sent last is in the file once everything before it is.
    const mark = `lab-mark-${words}`;
    await sh(`echo ${mark} >/dev/udp/${addresses.two}/7`);
    const text = await docker(
        "exec",
        two,
        "bash",
        "-c",
        `for i in {1..100}; do tcpdump -nn -A -r ${CAPTURE} 2>/dev/null >/tmp/seen; if grep -q ${mark} /tmp/seen; then break; fi; sleep 0.05; done; cat /tmp/seen`,
    );
    if (!text.includes(mark)) throw new Error(`the neighbour sees nothing of what the machine sends it`);
    return (
        text.replaceAll(mark, "").includes(words) ||
        text.includes(`IP ${addresses.one}`) ||
        text.includes(`tell ${addresses.one}`)
    );
}

/** The hardware address of the first seat's way out. */
export const GATEWAY_MAC = `ping -c 1 -W 2 $GATEWAY >/dev/null; MAC=$(ip neigh show $GATEWAY | sed -E 's/.*lladdr ([^ ]+).*/\\1/')`;

/** From one seat to another. */
export const neighbourWays: Ways = {
    heading: "Other seats",
    ways: [
        toNeighbour("ping", "ping the neighbour's address", 'ping -c 2 -W 1 -i 0.2 "$NEIGHBOUR" >/dev/null && exit 1'),
        {
            id: "tcp",
            title: "connect to a port of the neighbour",
            try: 'curl -s -m 3 -o /dev/null http://$NEIGHBOUR/ && open "its page is there"; closed "no answer"',
            outcome: "closed",
            seen: "no answer",
            note: `${ISOLATED} The machine itself gets its page there.`,
        },
        {
            id: "engine-tcp",
            title: "connect to the neighbour's engine (2375)",
            try: "timeout 3 bash -c 'exec 3<>/dev/tcp/'$NEIGHBOUR/2375 2>/dev/null && open connected; closed 'no answer'",
            outcome: "closed",
            seen: "no answer",
            note: "An engine listens at no port at all, and nothing gets there.",
        },
        {
            id: "names",
            title: "find the neighbour by a name (its container, its host name)",
            try: `known() { [[ $(ping -c 1 -W 1 "$1" 2>&1) != *"not known"* ]]; }; known "$HOSTNAME" || exit 1
                for name in $ITS_NAME two; do if known "$name"; then open "$name is known"; fi; done; closed "no name is known"`,
            outcome: "closed",
            seen: "no name is known",
            note: "An engine's names are for one network.",
        },
        {
            id: "arp",
            title: "ask on one's own network who has the neighbour's address",
            try: '[[ $(perl /tmp/packet.pl arp eth0 $ME $GATEWAY) == answered* ]] || exit 1; [[ $(perl /tmp/packet.pl arp eth0 $ME $NEIGHBOUR) == answered* ]] && open "an answer"; closed "no answer"',
            outcome: "closed",
            seen: "no answer",
            note: "The gateway, asked the same way, answers.",
        },
        toNeighbour(
            "route",
            "a route to the neighbour's network by hand",
            'ip route add "${NEIGHBOUR%.*}.0/24" via $GATEWAY; for i in 1 2; do echo $WORDS >/dev/udp/$NEIGHBOUR/7; done; ip route del "${NEIGHBOUR%.*}.0/24"',
        ),
        toNeighbour(
            "spoofed",
            "a packet by hand from an address that the neighbour knows (its gateway's)",
            `${GATEWAY_MAC}; perl /tmp/packet.pl udp eth0 $MAC $ITS_GATEWAY $NEIGHBOUR 7 $WORDS`,
            `${ISOLATED} One from an address that is not of the seat's own network is dropped even before (rp_filter).`,
        ),
        toNeighbour(
            "broadcast",
            "broadcasts, to all and to the neighbour's network",
            `perl /tmp/packet.pl udp eth0 ff:ff:ff:ff:ff:ff $ME 255.255.255.255 7 $WORDS; ${GATEWAY_MAC}; for end in 15 31 47 63 79 95 111 127 143 159 175 191 207 223 239 255; do perl /tmp/packet.pl udp eth0 $MAC $ME "\${NEIGHBOUR%.*}.$end" 7 $WORDS; done`,
        ),
        toNeighbour(
            "multicast",
            "multicast",
            "perl /tmp/packet.pl udp eth0 01:00:5e:00:00:fb $ME 224.0.0.251 5353 $WORDS",
        ),
        toNeighbour(
            "ipv6",
            "IPv6: an address on one's own, and all nodes (ff02::1)",
            'sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0; for i in {1..40}; do ip -6 address show dev eth0 | grep -q "fe80.*tentative" || break; sleep 0.1; done; ip -6 address show dev eth0 | grep -q fe80; echo $WORDS >/dev/udp/ff02::1%eth0/7; ping -6 -c 1 -W 1 ff02::1%eth0 >/dev/null || true; sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1',
        ),
        toNeighbour(
            "macvlan",
            "an interface of one's own (macvlan of eth0) in the neighbour's network",
            'ip link add labtest link eth0 type macvlan mode bridge; ip address add "${NEIGHBOUR%.*}.$(( ${NEIGHBOUR##*.} + 3 ))/28" dev labtest; ip link set labtest up; for i in 1 2; do echo $WORDS >/dev/udp/$NEIGHBOUR/7; done; ping -c 1 -W 1 -I labtest $NEIGHBOUR >/dev/null && exit 1; ip link del labtest',
        ),
        toNeighbour(
            "vlan",
            "frames with a VLAN's tag",
            `${GATEWAY_MAC}; for to in $MAC ff:ff:ff:ff:ff:ff; do for vlan in 1 2 100; do perl /tmp/packet.pl udp eth0 $to $ME $NEIGHBOUR 7 $WORDS $vlan; done; done`,
        ),
        toNeighbour(
            "published",
            "what the neighbour publishes on the machine's loopback, by a packet to 127.0.0.1 that is given to the gateway",
            `${GATEWAY_MAC}; for from in $ME 127.0.0.1; do perl /tmp/packet.pl tcp eth0 $MAC $from 127.0.0.1 $PUBLISHED $WORDS; done`,
            "A packet for 127.0.0.1 from outside is dropped (route_localnet is off).",
        ),
        {
            id: "published-gateway",
            title: "the same port, at the gateway's address",
            try: "timeout 3 bash -c \"exec 3<>/dev/tcp/$GATEWAY/$PUBLISHED\" 2>/dev/null && open connected; closed 'no answer'",
            outcome: "closed",
            seen: "no answer",
            note: "It is published on the loopback alone, and the fence drops what begins at the machine's addresses.",
        },
        {
            id: "abstract",
            title: "sockets without a file (abstract), of the machine and of other seats",
            try: "[[ -z $(grep -o '@lab-test.*' /proc/net/unix) ]] && closed 'none of them is seen'; open 'they are seen'",
            outcome: "closed",
            seen: "none of them is seen",
            note: "They belong to a namespace of the network, and each seat has its own. The test had one of its own on the machine.",
        },
        {
            id: "volumes",
            title: "volumes and folders of others",
            try: `[[ $(ls -A /lab) == docker.sock ]] || exit 1; others=$(findmnt -rno SOURCE,TARGET | grep -E 'docker-network-labs|/volumes/' | grep -vE ' (/lab|/var/lib/docker)(/.*)?$' || true); [[ -z $others ]] && closed "there are none"; open "$others"`,
            outcome: "closed",
            seen: "there are none",
            note: "A seat has a volume and a folder of its own from the machine, and no other.",
        },
    ],
};
