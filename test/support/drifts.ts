/** What broke in a lab by itself or by somebody's hand, and what is seen of it. */
export interface Drift {
    /** What happened, in a few words. */
    fault: string;
    /** Command line in the lab host that does it. */
    breaks: string;
    /** What a plain preview says of it. */
    says: string[];
    /** The resources that a plain up replaces, without the scenario's name in front, and `marks`. */
    replaces: string[];
    /** The checks that say so until then. */
    fails: string[];
    /** What must still be there afterwards: a command line that fails when it is not. */
    spares?: string;
}

/** By scenario; what happens to several lab hosts is told in test/engine/overlay.test.ts. */
export const DRIFTS: Readonly<Record<string, Drift[]>> = {
    netns: [
        {
            fault: "namespace deleted",
            breaks: "ip netns delete test1",
            says: ["namespace test1 was deleted"],
            replaces: ["address-test1", "address-test2", "pair", "probes", "added", "test1"],
            fails: ["test1-exists", "veth-test2-inside"],
        },
        {
            fault: "veth deleted",
            breaks: "ip -n test2 link delete veth-test2",
            says: ["veth-test1 is not in namespace test1"],
            replaces: ["address-test1", "address-test2", "pair", "probes", "added"],
            fails: ["veth-test1-inside", "veth-test2-inside"],
        },
        {
            fault: "address removed, link down",
            breaks: "ip -n test1 address delete 192.168.33.1/24 dev veth-test1; ip -n test2 link set veth-test2 down",
            says: ["veth-test1 lost 192.168.33.1/24", "veth-test2 is down"],
            replaces: ["address-test1", "address-test2", "probes"],
            fails: ["veth-test1-address", "veth-test2-address"],
        },
        {
            fault: "wrong address added",
            breaks: "ip -n test1 address add 10.9.9.9/24 dev veth-test1",
            says: ["veth-test1 got 10.9.9.9/24"],
            replaces: ["probes", "added"],
            fails: ["veth-test1-address"],
        },
    ],
    "default-bridge": [
        {
            fault: "container stopped",
            breaks: "docker stop -t 0 test1",
            says: ["test1 is stopped"],
            replaces: ["probes", "test1"],
            fails: ["running"],
        },
        {
            fault: "container removed",
            breaks: "docker rm -f test2",
            says: ["test2 was removed"],
            replaces: ["probes", "test2"],
            fails: ["running"],
        },
    ],
    link: [
        {
            fault: "container removed",
            breaks: "docker rm -f test1",
            says: ["test1 was removed"],
            replaces: ["probes", "test1", "test2"],
            fails: ["running"],
        },
        {
            fault: "container stopped",
            breaks: "docker stop -t 0 test2",
            says: ["test2 is stopped"],
            replaces: ["probes", "test2"],
            fails: ["running"],
        },
    ],
    "custom-bridge": [
        {
            fault: "container disconnected",
            breaks: "docker network disconnect xin-bridge test1",
            says: ["test1 left xin-bridge"],
            replaces: ["connection", "probes"],
            fails: ["test1-on-xin-bridge"],
        },
        {
            fault: "extra container attached",
            breaks: "docker run -d --name mine --network xin-bridge busybox sleep 3600",
            says: ["mine was plugged into xin-bridge"],
            replaces: ["guests", "probes"],
            fails: ["no-guests"],
            spares: "docker ps --format '{{.Names}}' | grep -x mine",
        },
        {
            fault: "network removed",
            breaks: "for c in test1 test3; do docker network disconnect xin-bridge $c; done; docker network rm xin-bridge",
            says: ["xin-bridge was removed"],
            replaces: ["connection", "guests", "probes", "test3", "xin-bridge"],
            fails: ["no-guests", "test1-on-xin-bridge", "test3-on-xin-bridge"],
        },
    ],
    "port-mapping": [
        {
            fault: "iptables rule deleted",
            breaks: "iptables -t nat -S DOCKER | sed -n '/--dport 80 /s/^-A/-D/p' | xargs -L 1 iptables -t nat",
            says: ["the NAT rule from port 80 to web was removed"],
            replaces: ["machine-probes", "probes", "web"],
            fails: ["rule"],
        },
    ],
    "host-network": [
        {
            fault: "container stopped",
            breaks: "docker stop -t 0 server",
            says: ["server is stopped"],
            replaces: ["probes", "server"],
            fails: ["running"],
        },
    ],
    "none-network": [
        {
            fault: "container removed",
            breaks: "docker rm -f test1",
            says: ["test1 was removed"],
            replaces: ["probes", "test1"],
            fails: ["running"],
        },
    ],
    "flask-redis": [
        {
            fault: "image removed",
            breaks: "docker rm -f flask-redis; docker image rm xin/flask_server:v0.0.1",
            says: ["image xin/flask_server:v0.0.1 was removed", "flask-redis was removed"],
            replaces: ["app", "image", "machine-probes", "probes"],
            fails: ["running"],
        },
    ],
    blank: [
        {
            fault: "image removed",
            breaks: "docker image rm nginx:latest",
            says: ["image nginx:latest was removed"],
            replaces: ["image-nginx", "probes"],
            fails: ["images"],
        },
    ],
};
