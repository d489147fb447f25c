import { GATEWAY_MAC } from "./neighbours";
import { sending } from "./sending";
import { Way, Ways } from "./way";

const FENCE =
    "The fence: a rule of the machine's firewall drops what begins in a lab and is for one of the machine's own addresses.";

/** Sends something to what listens on the machine or beyond it. */
function toService(id: string, title: string, script: string, note: string): Way {
    return sending(id, title, script, note, (seats, words) => seats.arrived(words));
}

/** From a seat to what listens on the machine and beyond it. */
export const serviceWays: Ways = {
    heading: "The machine's own services, and what is beyond it",
    ways: [
        {
            id: "gateway",
            title: "a service that listens at all of the machine's addresses, by the seat's gateway",
            try: "answers $GATEWAY $ANY",
            outcome: "closed",
            seen: "no answer",
            note: FENCE,
        },
        {
            id: "machine-addresses",
            title: "the same, by all of the machine's other addresses (its own, docker0's, other labs' gateways)",
            try: 'for address in $MACHINE; do [[ $(timeout 1 bash -c "exec 3<>/dev/tcp/$address/$ANY && head -c 8 <&3" 2>/dev/null) != lab-test ]] || open "it answers at $address"; done; closed "no answer"',
            outcome: "closed",
            seen: "no answer",
            note: FENCE,
        },
        toService(
            "datagram",
            "a datagram to the gateway",
            "for i in 1 2 3; do echo $WORDS >/dev/udp/$GATEWAY/$DATAGRAM; done",
            FENCE,
        ),
        toService(
            "machine-multicast",
            "multicast and broadcast to a service of the machine that listens to them",
            `${GATEWAY_MAC}; perl /tmp/packet.pl udp eth0 01:00:5e:4d:4d:4d $ME 239.77.77.77 $DATAGRAM $WORDS; perl /tmp/packet.pl udp eth0 ff:ff:ff:ff:ff:ff $ME 255.255.255.255 $DATAGRAM $WORDS`,
            FENCE,
        ),
        toService(
            "localnet",
            "a service on the machine's loopback, by a packet to 127.0.0.1 that is given to the gateway",
            `${GATEWAY_MAC}; perl /tmp/packet.pl udp eth0 $MAC $ME 127.0.0.1 $DATAGRAM $WORDS; perl /tmp/packet.pl udp eth0 $MAC 127.0.0.1 $GATEWAY $DATAGRAM $WORDS`,
            "The kernel takes no packet with such an address from outside (route_localnet is off); the fence drops it as well.",
        ),
        {
            id: "machine-ipv6",
            title: "a service that listens at IPv6, by the gateway's link-local address",
            try: `sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0; for i in {1..40}; do ip -6 address show dev eth0 | grep -q "fe80.*tentative" || break; sleep 0.1; done
                ${GATEWAY_MAC}; IFS=: read -r a b c d e f <<<"$MAC"; address=$(printf 'fe80::%02x%s:%sff:fe%s:%s%s' $((16#$a ^ 2)) $b $c $d $e $f)
                said=$(timeout 3 bash -c "exec 3<>/dev/tcp/$address%eth0/$ANY && head -c 8 <&3" 2>/dev/null) || true; sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1
                [[ $said == lab-test ]] && open "it answers"; closed "no answer"`,
            outcome: "closed",
            seen: "no answer",
            note: "The machine's side of a lab's network has no address of IPv6.",
        },
        {
            id: "gateway-ping",
            title: "ping the gateway",
            try: 'ping -c 1 -W 2 $GATEWAY >/dev/null && open "it answers"; closed "no answer"',
            outcome: "open",
            seen: "it answers",
            note: "Left so: it is what one tries first.",
        },
        {
            id: "beyond",
            title: "a host beyond the machine (the campus network, the internet)",
            try: "answers 198.51.100.2 $BEYOND",
            outcome: "open",
            seen: "it answers",
            note: "A seat reaches what the machine reaches, under the machine's address, as containers do. Where that is not to be, it is the campus network's firewall that says so.",
        },
        {
            id: "link-local",
            title: "link-local addresses (169.254.0.0/16: where a machine in a cloud has its secrets)",
            try: "answers 169.254.77.2 $BEYOND",
            outcome: "closed",
            seen: "no answer",
            note: "The fence. Tried with a host of the test's own at such an address; it answers the machine.",
        },
        toService(
            "spoofed-beyond",
            "a packet to a host beyond the machine, from an address that is not the seat's",
            `${GATEWAY_MAC}; for from in 203.0.113.9 $NEIGHBOUR; do perl /tmp/packet.pl udp eth0 $MAC $from 198.51.100.2 $BEYOND $WORDS; done`,
            "The machine's side of a lab's network takes packets from that network's addresses alone (rp_filter).",
        ),
    ],
};
