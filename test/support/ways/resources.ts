import { existsSync, readFileSync, readdirSync, statSync } from "fs";
import { docker, sh } from "../run";
import { inSeat, Seats, Ways } from "./way";

/** The machine's side of these, as one number. */
const number = async (command: string) => Number(await sh(command));

/** What a seat can take away from others. The neighbour is asked for its page after each of them. */
export const resourceWays: Ways = {
    heading: "Taking away what others need",
    ways: [
        {
            id: "fork-bomb",
            title: "a fork bomb",
            try: `said=$( (for i in {1..500}; do sleep 3 & done; wait) 2>&1) || true; [[ $said == *"Resource temporarily unavailable"* ]] && closed "it ends at the limit"; open "500 processes run"`,
            outcome: "closed",
            seen: "it ends at the limit",
            note: "`limits.processes`. Without it a seat has all of the machine's.",
        },
        {
            id: "memory",
            title: "all memory",
            try: 'if head -c 700m /dev/zero | tail >/dev/null 2>&1; then open "700 MiB are had"; fi; closed "the program is killed, at the limit"',
            outcome: "closed",
            seen: "the program is killed, at the limit",
            note: "`limits.memory`; what is written to /run and /dev/shm counts.",
        },
        {
            id: "shm",
            title: "all memory, by /dev/shm",
            try: `said=$(head -c 70m /dev/zero 2>/dev/null | dd of=/dev/shm/lab-test bs=1M status=none 2>&1) && said=open; rm -f /dev/shm/lab-test; [[ $said == open ]] && open "70 MiB are written"; closed "$(why "$said")"`,
            outcome: "closed",
            seen: "No space left on device",
            note: "It has 64 MiB, and they count as the seat's memory.",
        },
        {
            id: "cpu",
            title: "all processors",
            async try(seats: Seats) {
                const began = Date.now();
                const spent = await inSeat(
                    seats.one,
                    "time (for i in 1 2 3 4; do timeout 3 bash -c 'while :; do :; done' & done; wait) 2>&1 || true",
                    seats,
                );
                const [user, sys] = ["user", "sys"].map((name) =>
                    Number(new RegExp(`${name}\\t0m([\\d.]+)s`).exec(spent)?.[1]),
                );
                const share = (user! + sys!) / ((Date.now() - began) / 1000);
                return share < 1.3 ? "closed: it has no more than its limit" : `open: it has ${share.toFixed(1)}`;
            },
            outcome: "closed",
            seen: "it has no more than its limit",
            note: "`limits.cpus`. Without it a seat has its share, as every process has.",
        },
        {
            id: "log",
            title: "the machine's disk, by the lab host's own log",
            async try(seats: Seats) {
                await inSeat(
                    seats.one,
                    "for i in {1..4}; do head -c 4m /dev/zero | tr '\\0' x | fold -w 1000 >/proc/1/fd/1; done",
                    seats,
                );
                const path = await docker("inspect", "--format", "{{.LogPath}}", seats.one);
                const folder = path.replace(/\/[^/]*$/, "");
                const size = () =>
                    readdirSync(folder)
                        .filter((name) => name.includes("-json.log"))
                        .reduce((sum, name) => sum + statSync(`${folder}/${name}`).size, 0);
                return size() < 11e6
                    ? "closed: of 16 MiB no more than 10 MiB are kept"
                    : `open: ${size()} bytes are kept`;
            },
            outcome: "closed",
            seen: "of 16 MiB no more than 10 MiB are kept",
            note: "The log is turned over at 5 MiB, and two parts are kept.",
        },
        {
            id: "disk",
            title: "the machine's disk, by files",
            try: `head -c 8m /dev/zero >/root/lab-test; rm /root/lab-test; if [[ -n \${LAB_DISK:-} ]]; then closed "they are on a disk of the seat's own"; fi; open "they are on the machine's disk"`,
            outcome: "open",
            seen: "they are on the machine's disk",
            note: "Tried in a seat without `limits.disk`; with it all that a seat writes is on a disk of its own (README; tried in test/engine/disk.test.ts).",
        },
        {
            id: "arp-table",
            title: "the machine's table of neighbours (1024 by default), by asking from many addresses",
            async try(seats: Seats) {
                await inSeat(seats.one, "perl /tmp/packet.pl arp eth0 10.1.0.1 $GATEWAY 200 >/dev/null", seats);
                const known = await number(`ip neigh show | grep -c '^10\\.1\\.0\\.' || true`);
                return known === 0 ? "closed: none of 200 is kept" : `open: ${known} of 200 are kept`;
            },
            outcome: "closed",
            seen: "none of 200 is kept",
            note: "A lab's network has 14 addresses, and no other is taken.",
        },
        {
            id: "conntrack",
            title: "the machine's table of connections, by beginning many",
            async try(seats: Seats) {
                await inSeat(
                    seats.one,
                    "for i in {1..200}; do echo x >/dev/udp/198.51.100.2/$((20000 + i)); done",
                    seats,
                );
                if (!existsSync("/proc/net/nf_conntrack")) return "absent: the kernel does not list it";
                const rows = readFileSync("/proc/net/nf_conntrack", "utf8").split("\n");
                const kept = rows.filter((row) => row.includes(`src=${seats.addresses.one} dst=198.51.100.2`)).length;
                return kept >= 100 ? "open: each takes a place" : "closed: they take none";
            },
            outcome: "open",
            seen: "each takes a place",
            mayBeAbsent: true,
            note: "The table is the machine's, with tens of thousands of places (`net.netfilter.nf_conntrack_max`); who fills it keeps the machine and all seats from new connections until he stops. Tried with 200.",
        },
        {
            id: "inotify",
            title: "what is counted by user: inotify's instances and watches",
            try: `read -r inside outside _ </proc/self/uid_map; [[ $inside == "$outside" ]] && open "root of all seats is one user, with $(</proc/sys/fs/inotify/max_user_instances) instances"; closed "each has its own"`,
            outcome: "open",
            seen: "root of all seats is one user, with 128 instances",
            note: "Who takes all keeps `tail -f` and the like from working elsewhere. For a class: `sysctl fs.inotify.max_user_instances=8192`. Not tried to the end.",
        },
        {
            id: "net-objects",
            title: "namespaces, interfaces and rules of the firewall, in numbers",
            try: `for i in {1..40}; do ip netns add labtest$i; ip link add labtest$i type veth peer name labtesp$i; iptables -w -A FORWARD -s 10.9.0.$i -j DROP; done
                for i in {1..40}; do ip netns delete labtest$i; ip link delete labtest$i; iptables -w -D FORWARD -s 10.9.0.$i -j DROP; done; open "40 of each are made"`,
            outcome: "open",
            seen: "40 of each are made",
            note: "The course needs them. Their memory is the kernel's, and most of it counts as the seat's. Tried with 40.",
        },
        {
            id: "lab-folder",
            title: "the machine's /run, by the folder of the engine's socket",
            try: `said=$(head -c 2m /dev/zero | dd of=/lab/lab-test bs=64k status=none 2>&1) && said=open; rm -f /lab/lab-test; [[ $said == open ]] && open "2 MiB are written"; closed "$(why "$said")"`,
            outcome: "open",
            seen: "2 MiB are written",
            note: "What is written there is on the machine's /run, which on Debian is in memory; it counts as the seat's (`limits.memory`). With `limits.disk` the folder takes nothing once the engine runs, until somebody undoes that.",
        },
    ],
};
