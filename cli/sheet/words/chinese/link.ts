import { link as lesson } from "../../../../components/lessons/link";
import { translated } from "../lesson-words";
import { answerFrom, noName, running } from "./checks";

export const link = translated<typeof lesson>(
    "--link：默认网桥上的名称，只有一个方向（遗留功能）",
    ({ names: { test1, test2 } }) => {
        const english = "a network of one's own (docker network create) replaces it: there, names work both ways";
        const newer = "它已由自定义网络（docker network create）取代：在那里名称在两个方向都有效";
        const oneWay = noName(test1, test2, `link 是单向的；${newer}`);
        const forth = `${test2} 可以用名称访问 ${test1}`;
        return {
            notices: {
                [`legacy: ${english}`]: `遗留功能：${newer}`,
                "an answer by name, on the default bridge": "在默认网桥上用名称得到应答",
                [`this line is all that a link is: Docker writes it, and anew when ${test1} starts with another address`]: `link 就是这一行：由 Docker 写入，${test1} 启动后地址变了就重写`,
                "bad address: a link goes one way": "bad address：link 是单向的",
                [`no line for ${test2}`]: `没有 ${test2} 的行`,
            },
            evidence: {
                links: `${test2} 链接到哪里`,
                "hosts-entry": `${test2} 的 /etc/hosts 中让名称有效的那一行`,
                "test2-to-test1": forth,
                "test1-hosts": `${test1} 的 /etc/hosts 里没有 ${test2} 的行`,
                "test1-to-test2": oneWay.title,
            },
            checks: {
                running: running(test1, test2),
                "hosts-entry": {
                    title: `${test2} 的 /etc/hosts 里有 ${test1} 的地址`,
                    expected: `含有 ${test1} 及其地址的一行`,
                    proves: "link 就是文件里的一行：启动容器时由 Docker 写入",
                    hint: `\`docker restart ${test2}\` 会重写 /etc/hosts，用 ${test1} 现在的地址。`,
                },
                "test2-reaches-test1": {
                    title: forth,
                    expected: answerFrom(test1),
                    proves: "有了 --link，默认网桥上的容器可以用名称访问另一个容器",
                    hint: `查找丢弃数据包的防火墙规则，在实验主机上和 ${test1} 里都要找。`,
                },
                "one-way": oneWay,
            },
        };
    },
);
