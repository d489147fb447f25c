import { customBridge as lesson, extraNames } from "../../../../components/lessons/custom-bridge";
import { translated } from "../lesson-words";
import { answerFrom, attached, list, running } from "./checks";

export const customBridge = translated<typeof lesson>(
    "自定义网桥网络：名称可以解析，test1 同时在两个网络上",
    ({ names: { test1, test3, "xin-bridge": bridge }, extra }) => {
        const more = extraNames(extra);
        const reaches = (from: string, to: string) => `${from} 可以用名称访问 ${to}`;
        const byName = (from: string, to: string, proves: string) => ({
            title: reaches(from, to),
            expected: answerFrom(to),
            proves,
            hint: `查看 \`docker exec ${from} cat /etc/resolv.conf\`：其中必须是 Docker 的 DNS 服务器 127.0.0.11。`,
        });
        return {
            notices: {
                "names no network: it is on docker0": "没有指定网络：它接在 docker0 上",
                [`is on ${bridge} alone`]: `只接在 ${bridge} 上`,
                "while it runs: it gets a second interface, eth1": "容器运行时接入：它得到第二个接口 eth1",
                "an answer by name: on a network of one's own names work":
                    "用名称就有应答：在自定义网络上，名称可以解析",
                "and the other way": "反方向也一样",
                "both containers, with their addresses": "两个容器及其地址",
            },
            evidence: {
                networks: "引擎的网络",
                bridges: "网桥，以及接在上面的接口",
                inspect: `${bridge}，上面有 ${list([test1, test3])}`,
                "test1-addresses": `${test1} 在它的两个网络上各有一个接口`,
                "test3-to-test1": reaches(test3, test1),
                "test1-to-test3": reaches(test1, test3),
            },
            checks: {
                running: running(test1, test3, ...more),
                "test3-on-xin-bridge": attached(test3, bridge, {
                    title: `${test3} 在 ${bridge} 上`,
                    proves: "用 --network 启动的容器就在那个网络上",
                }),
                "test1-on-xin-bridge": attached(test1, bridge, {
                    title: `${test1} 也在 ${bridge} 上`,
                    proves: "正在运行的容器可以再接入第二个网络",
                }),
                "test1-keeps-bridge": attached(test1, "bridge", {
                    title: `${test1} 保留了它的第一个网络`,
                    proves: "接入第二个网络不影响第一个网络",
                }),
                "no-guests": {
                    title: `${bridge} 上没有别的容器`,
                    proves: "网络上只有接入它的容器，没有别的",
                    hint: `有人接入了自己的容器：\`docker network disconnect ${bridge} NAME\` 会把它从网络移出，容器继续运行。`,
                },
                "test3-reaches-test1": byName(test3, test1, "Docker 的 DNS 服务器认识自定义网络上的容器"),
                "test1-reaches-test3": byName(test1, test3, "名称在两个方向都有效，对后来接入的容器也有效"),
                ...Object.fromEntries(
                    more.map((name) => [
                        `test3-reaches-${name}`,
                        byName(test3, name, "网络上的每个容器都有自己的名称"),
                    ]),
                ),
            },
        };
    },
);
