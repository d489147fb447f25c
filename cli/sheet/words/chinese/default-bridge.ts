import { defaultBridge as lesson } from "../../../../components/lessons/default-bridge";
import { translated } from "../lesson-words";
import { answerFrom, list, noName, running } from "./checks";

export const defaultBridge = translated<typeof lesson>(
    "docker0 上的两个容器：用地址可以访问，用名称不行",
    ({ names: { test1, test2 } }) => {
        const byAddress = (from: string, to: string) => ({
            title: `${from} 可以用地址访问 ${to}`,
            expected: answerFrom(to),
            proves: "docker0 是一台交换机：接在它上面的都在同一个网络里",
            hint: `查找丢弃数据包的防火墙规则（\`iptables -L -v\`），并查看 ${from} 和 ${to} 的地址（\`ip a\`）。`,
        });
        const [there, back] = [byAddress(test1, test2), byAddress(test2, test1)];
        const byName = noName(test1, test2, "默认网桥没有名称解析：Docker 的 DNS 服务器只为自定义网络服务");
        return {
            notices: {
                "neither names a network: both get docker0's": "两个都没有指定网络：都接到 docker0 上",
                "eth0@if…: one end of a veth pair, with an address of 172.17.0.0/16":
                    "eth0@if…：veth 对的一端，有 172.17.0.0/16 中的一个地址",
                "the next address of the same network": "同一网络的下一个地址",
                "an answer: docker0 is a switch": "有应答：docker0 是一台交换机",
                "and the other way": "反方向也一样",
                "bad address: the default bridge has no names": "bad address：默认网桥没有名称解析",
                "bridge, host and none are there from the start": "bridge、host 和 none 一开始就有",
                "both containers, with their addresses": "两个容器及其地址",
                "docker0 with two ports: the other ends of the veth pairs": "docker0 有两个端口：两个 veth 对的另一端",
            },
            evidence: {
                "test1-addresses": `${test1} 的接口`,
                "test2-addresses": `${test2} 的接口`,
                "test1-to-test2": there.title,
                "test2-to-test1": back.title,
                "by-name": byName.title,
                networks: "引擎的网络",
                inspect: "默认网桥，上面有两个容器",
                bridges: "docker0，以及接在上面的接口",
            },
            checks: {
                running: running(test1, test2),
                "on-bridge": {
                    title: "两个容器都在名为 bridge 的网络上",
                    proves: "启动时没有用 --network 的容器在默认网桥上",
                    hint: `有容器已断开：\`docker network connect bridge CONTAINER\`（${list([test1, test2])}）会把它重新接入。`,
                },
                "plugged-in": {
                    title: "docker0 上有两个容器各自的 veth 端口",
                    expected: "docker0 的 2 个端口，即两个容器接口的另一端",
                    proves: "容器的接口是 veth 对的一端，另一端是 docker0 的端口",
                    hint: "有端口被拔掉了：`brctl show docker0` 列出端口，`ip link set vethX master docker0` 接入一个。",
                },
                "test1-reaches-test2": there,
                "test2-reaches-test1": back,
                "no-names": byName,
            },
        };
    },
);
